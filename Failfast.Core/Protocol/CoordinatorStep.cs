namespace Failfast.Protocol;

/// <summary>A step of the <see cref="BreakerCoordinator"/>: its result, and what the grain must do now.</summary>
internal readonly record struct CoordinatorStep<T>(T Result, CoordinatorEffects Effects);
