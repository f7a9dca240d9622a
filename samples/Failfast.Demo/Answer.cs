namespace Failfast.Demo;

/// <summary>What a request got.</summary>
internal enum Answer
{
    /// <summary>The service's own answer.</summary>
    Real,

    /// <summary>The fallback: the service was not asked, or failed to answer.</summary>
    Polite,
}
