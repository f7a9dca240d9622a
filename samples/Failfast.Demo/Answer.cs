namespace Failfast.Demo;

/// <summary>The kinds of answers to a request.</summary>
internal enum Answer
{
    /// <summary>The service's own answer.</summary>
    Real,

    /// <summary>The fallback: the service was not called, or did not answer.</summary>
    Polite,
}
