namespace Failfast.Api.Resources;

/// <summary>Where the value of a setting comes from.</summary>
internal enum SettingSource
{
    /// <summary>Nobody has set it.</summary>
    Default,

    /// <summary>Configuration, or code at start.</summary>
    Configuration,

    /// <summary>An operator, at run time.</summary>
    Operator,
}
