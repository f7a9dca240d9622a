namespace Failfast;

/// <summary>What the breakers of an HTTP client are named after.</summary>
public enum HttpBreakerName
{
    /// <summary>One breaker, with the client's name.</summary>
    Client,

    /// <summary>
    /// A breaker for each host and port that the client calls, named <c>client@host-port</c>. What is illegal in a breaker's name, or too
    /// long, is replaced. A client has at most 1,000 of them; all further hosts share <c>client@other</c>, and a warning says so once.
    /// </summary>
    Authority,
}
