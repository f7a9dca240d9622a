using System.ComponentModel;

namespace Failfast.Api.Resources;

/// <summary>What comes with a command.</summary>
internal sealed record CommandResource(
    [property: Description("Why, for people. Isolation shows it to every rejected caller; of every command it is in the audit log.")] string? Reason = null,
    [property: Description("Of isolation alone: how many seconds it lasts, from 1. Without it and without until it lasts until the breaker is closed.")] double? For = null,
    [property: Description("Of isolation alone: when it ends.")] DateTimeOffset? Until = null);
