namespace Failfast;

/// <summary>How much of an HTTP call its breaker counts.</summary>
public enum CountUntil
{
    /// <summary>Until the headers have arrived: the status decides.</summary>
    Headers,

    /// <summary>
    /// Until the body is read to its end or disposed: a fault or a hang on the way is a failure. A <c>text/event-stream</c> has no end to wait
    /// for, and counts with its headers.
    /// </summary>
    Body,
}
