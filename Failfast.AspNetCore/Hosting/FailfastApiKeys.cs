namespace Failfast;

/// <summary>The names of what <c>AddFailfastApiKeys</c> registers.</summary>
public static class FailfastApiKeys
{
    /// <summary>The authentication scheme: a key in <c>Authorization: Bearer</c>, or the cookie of the page.</summary>
    public const string AuthenticationScheme = "FailfastApiKey";

    /// <summary>The policy that either key meets.</summary>
    public const string ReadPolicy = "FailfastRead";

    /// <summary>The policy that only <see cref="FailfastApiKeyOptions.SteerKey"/> meets.</summary>
    public const string SteerPolicy = "FailfastSteer";
}
