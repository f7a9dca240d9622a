namespace Failfast;

/// <summary>Who may use the page and the HTTP API of <c>MapFailfast</c>.</summary>
/// <remarks>
/// Where neither a policy here nor <c>RequireAuthorization</c> on the result of <c>MapFailfast</c> says who may, only callers on this machine
/// are answered, only under a loopback host name, and not through a proxy.
/// </remarks>
public sealed class FailfastPageOptions
{
    /// <summary>The authorization policy that a caller must meet to see breakers.</summary>
    /// <value>Default: null, no policy.</value>
    public string? ReadPolicy { get; set; }

    /// <summary>The authorization policy that a caller must meet to isolate, close, disable, enable or configure breakers.</summary>
    /// <value>Default: null, which is <see cref="ReadPolicy"/>.</value>
    public string? SteerPolicy { get; set; }

    /// <summary>Whether the page is shown to everybody and asks for a key of <c>AddFailfastApiKeys</c>; it holds no data by itself.</summary>
    /// <value>Default: false; <see cref="UseApiKeys"/> turns it on.</value>
    public bool SignInWithApiKey { get; set; }

    /// <summary>Asks for the keys of <c>AddFailfastApiKeys</c>: sets all three properties.</summary>
    public void UseApiKeys() => (ReadPolicy, SteerPolicy, SignInWithApiKey) = (FailfastApiKeys.ReadPolicy, FailfastApiKeys.SteerPolicy, true);
}
