namespace Failfast.Demo;

/// <summary>When the service changes, measured from the start of the run.</summary>
internal sealed class PhaseSchedule
{
    /// <summary>In parts of <see cref="DemoOptions.DefaultSeconds"/>.</summary>
    private static readonly (Phase Phase, int Parts)[] s_parts =
        [(Phase.Healthy, 8), (Phase.Slow, 8), (Phase.Failing, 4), (Phase.Healthy, 10)];

    public PhaseSchedule(TimeSpan length)
    {
        Length = length;
        var total = s_parts.Sum(part => part.Parts);
        var before = 0;
        foreach (var (phase, parts) in s_parts)
        {
            Turns.Add((phase, length * before / total));
            before += parts;
        }
    }

    public TimeSpan Length { get; }

    public List<(Phase Phase, TimeSpan Start)> Turns { get; } = [];

    public Phase At(TimeSpan moment) => Turns.FindLast(turn => turn.Start <= moment).Phase;
}
