namespace Failfast.Storage;

/// <summary>What comes of a row that was read, and what was known already.</summary>
/// <param name="IsPlausible">False if what the row holds can't be true.</param>
/// <param name="Record">What storage should hold now; null for a breaker that is plain closed and needs no row.</param>
internal readonly record struct MergedRecord(bool IsPlausible, BreakerRecord? Record);
