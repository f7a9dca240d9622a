namespace Failfast.Api.Resources;

/// <summary>What an event of the list's stream says.</summary>
/// <param name="Name">The breaker; null where the list is to be read again.</param>
/// <param name="Breaker">The breaker as it is now, where it has changed.</param>
internal sealed record BreakerChangeResource(string? Name = null, BreakerSummaryResource? Breaker = null);
