namespace Failfast.Simulation;

/// <summary>The additional promises of calm realistic scenarios.</summary>
[Flags]
internal enum RealisticPromises
{
    None = 0,
    HalfOpenEnds = 1,
    ComesBack = 2,
    FewHungProbes = 4,
    BreaksGrow = 8,
    RunsOpen = 16,
    RunsAge = 32,
    FewReports = 64,
    All = HalfOpenEnds | ComesBack | FewHungProbes | BreaksGrow | RunsOpen | RunsAge | FewReports,
}
