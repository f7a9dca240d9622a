namespace Failfast;

/// <summary>What has become of a command on one breaker of a family.</summary>
/// <param name="Name">The breaker's name.</param>
/// <param name="Status">Its answer; null if it gave none.</param>
/// <param name="Error">Why there is no answer: the command may have taken effect or not. Null if there is one.</param>
public sealed record FamilyMember(string Name, BreakerStatus? Status, Exception? Error);
