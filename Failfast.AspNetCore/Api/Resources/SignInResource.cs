namespace Failfast.Api.Resources;

/// <summary>A key to sign in with.</summary>
internal sealed record SignInResource(string? Key = null)
{
    // A record would show the key wherever it is printed.
    public override string ToString() => nameof(SignInResource);
}
