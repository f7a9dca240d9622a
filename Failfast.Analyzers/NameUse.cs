namespace Failfast.Analyzers;

/// <summary>What a name is used for.</summary>
internal enum NameUse
{
    /// <summary>It names one breaker.</summary>
    Name,

    /// <summary>It names one breaker, or a family.</summary>
    Key,

    /// <summary>It names a family.</summary>
    Family,
}
