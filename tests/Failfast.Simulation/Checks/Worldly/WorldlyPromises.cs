namespace Failfast.Simulation;

/// <summary>What calm worldly scenarios promise besides.</summary>
[Flags]
internal enum WorldlyPromises
{
    None = 0,
    HalfOpenEnds = 1,
    ComesBack = 2,
    FewHungProbes = 4,
    All = HalfOpenEnds | ComesBack | FewHungProbes,
}
