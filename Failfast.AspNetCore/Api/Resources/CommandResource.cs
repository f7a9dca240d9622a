using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>What comes with a command.</summary>
internal sealed record CommandResource(
    [property: Description("Why, for people. Isolation shows it to every rejected caller; of every command it is in the audit log.")] string? Reason = null);
