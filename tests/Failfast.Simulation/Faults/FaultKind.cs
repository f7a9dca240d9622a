namespace Failfast.Simulation;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    Loss,
    Duplication,
    Delay,
    Partition,
    HostCrash,
    HostFrozen,
    SiloCrash,
    SiloFrozen,
    SiloTakenForDead,
    AllSilosRestart,
    GrainCrash,
    GrainIdle,
    TwoActivations,
    StorageFails,
    StorageFailsForOne,
    StorageHangs,
    StorageSilent,
    StorageGarbles,
    StorageLate,
    StorageStale,
    ClockSkew,
    DependencyFails,
    DependencyHangs,
    OneBadHost,
    Operator,
    Liar,

    // The following occur in realistic scenarios only.
    DependencyHangsForLong,
    DependencyIsSlow,
    DependencyFlaps,
}
