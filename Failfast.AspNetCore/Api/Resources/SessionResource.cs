using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>Who is calling, and what that caller may do.</summary>
internal sealed record SessionResource(
    string? User, bool CanRead, bool CanSteer,
    [property: Description("The page asks for an API key.")] bool SignInWithApiKey,
    [property: Description("A cookie of the page says who is calling: signing out removes it.")] bool CanSignOut);
