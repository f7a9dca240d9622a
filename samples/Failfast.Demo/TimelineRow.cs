namespace Failfast.Demo;

/// <summary>Formats one second as one line of 80 characters.</summary>
/// <param name="unicode">Whether the console can show block characters.</param>
/// <param name="workers">The workers of one group on all hosts.</param>
internal sealed class TimelineRow(bool unicode, int workers)
{
    private const int BarWidth = 4;

    public static IReadOnlyList<string> Heading { get; } =
    [
        "                       |         [bold]guarded[/]          |           [bold]bare[/]",
        "[grey]time service breaker   | real polite stuck queue  | real polite stuck queue[/]",
    ];

    public string Format(
        TimeSpan at, Phase phase, IReadOnlyCollection<BreakerState> states,
        (GroupTick Now, GroupTick Before) guarded, (GroupTick Now, GroupTick Before) bare) =>
        $"{at.TotalSeconds,2:0} s {Of(phase)} {Of(states)} | {Of(guarded.Now, guarded.Before)} | {Of(bare.Now, bare.Before)}";

    public static string Word(BreakerState state) => state == BreakerState.HalfOpen ? "half-open" : $"{state}".ToLowerInvariant();

    /// <summary>The text in the state's colour.</summary>
    public static string Of(BreakerState state, string text) => state switch
    {
        BreakerState.Closed => $"[green]{text}[/]",
        BreakerState.Open => $"[red]{text}[/]",
        _ => $"[yellow]{text}[/]",
    };

    private static string Of(Phase phase) => phase switch
    {
        Phase.Healthy => "[green]healthy[/]",
        Phase.Slow => "[yellow]slow   [/]",
        _ => "[red]failing[/]",
    };

    /// <summary>The state that most hosts see; they differ only briefly.</summary>
    private static string Of(IReadOnlyCollection<BreakerState> states)
    {
        var state = states.GroupBy(each => each).MaxBy(group => group.Count())?.Key ?? BreakerState.Closed;
        return Of(state, $"{Word(state),-9}");
    }

    private string Of(GroupTick now, GroupTick before)
    {
        int real = now.Real - before.Real, polite = now.Polite - before.Polite;
        return $"{Colour(real, "green", 4)} {Colour(polite, "blue", 6)} {Bar(now.Stuck)}{Colour(now.Stuck, "red", 3)} {Colour(now.Waiting, "yellow", 4)}";
    }

    private static string Colour(int count, string colour, int width) =>
        count == 0 ? $"[grey]{count.ToString().PadLeft(width)}[/]" : $"[{colour}]{count.ToString().PadLeft(width)}[/]";

    private string Bar(int stuck)
    {
        var full = Math.Clamp((int)Math.Ceiling((double)stuck / workers * BarWidth), 0, BarWidth);
        return $"[red]{new string(unicode ? '█' : '#', full)}[/][grey]{new string(unicode ? '░' : '.', BarWidth - full)}[/]";
    }
}
