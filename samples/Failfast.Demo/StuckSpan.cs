namespace Failfast.Demo;

/// <summary>A time during which one worker was stuck, in milliseconds of the run.</summary>
internal readonly record struct StuckSpan(double From, double To)
{
    /// <summary>The most spans that overlap at one moment, computed exactly: sampling would miss peaks.</summary>
    public static int MostAtOnce(IEnumerable<StuckSpan> spans)
    {
        int now = 0, most = 0;
        var edges = spans.SelectMany(span => new[] { (At: span.From, Step: 1), (At: span.To, Step: -1) });
        // At the same moment, ends come before starts.
        foreach (var (_, step) in edges.OrderBy(edge => edge.At).ThenBy(edge => edge.Step))
            most = Math.Max(most, now += step);
        return most;
    }
}
