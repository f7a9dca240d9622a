using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Failfast.Benchmarks;

/// <summary>A benchmark: its class, its method, and whether somebody listens to the metrics, where that is a parameter.</summary>
internal sealed record Case(Type Type, string Method, bool? Listens = null)
{
    public string Filter => Listens is { } listens ? $"*{Type.Name}.{Method}(Listens: {listens})" : $"*{Type.Name}.{Method}";

    public BenchmarkReport? In(IEnumerable<Summary> summaries) => summaries.SelectMany(summary => summary.Reports).FirstOrDefault(report =>
        report.BenchmarkCase.Descriptor.Type == Type && report.BenchmarkCase.Descriptor.WorkloadMethod.Name == Method
        && (Listens is null || Listens.Equals(report.BenchmarkCase.Parameters["Listens"])));
}

/// <summary>A number that sums up a run.</summary>
/// <param name="Name">Its name, as <c>bench/figures.txt</c> lists it.</param>
/// <param name="Of">What is measured.</param>
/// <param name="Beside">What it is divided by; null for the number itself.</param>
/// <param name="Value">Of one case.</param>
internal sealed record Figure(string Name, Case Of, Case? Beside, Func<BenchmarkReport, double?> Value)
{
    public static readonly Figure[] All =
    [
        Times<ClosedBenchmarks>("closed_sync_vs_polly", nameof(ClosedBenchmarks.GuardState), nameof(ClosedBenchmarks.PollyState)),
        Bytes<ClosedBenchmarks>("closed_sync_bytes", nameof(ClosedBenchmarks.GuardState), null),
        Times<ClosedBenchmarks>("slow_rule_vs_polly", nameof(ClosedBenchmarks.GuardSlowRule), nameof(ClosedBenchmarks.PollyState)),
        new(
            "metrics_on_vs_polly", new(typeof(MeasuredBenchmarks), nameof(MeasuredBenchmarks.GuardState), Listens: true),
            new(typeof(MeasuredBenchmarks), nameof(MeasuredBenchmarks.PollyState), Listens: true), Time),
        Times<YieldingBenchmarks>("closed_async_vs_polly", nameof(YieldingBenchmarks.GuardState), nameof(YieldingBenchmarks.PollyState)),
        Bytes<YieldingBenchmarks>("closed_async_bytes_vs_polly", nameof(YieldingBenchmarks.GuardState), nameof(YieldingBenchmarks.PollyState)),
        Times<ThroughputBenchmarks>(
            "closed_two_threads_throughput_vs_polly", nameof(ThroughputBenchmarks.PollyTwo), nameof(ThroughputBenchmarks.GuardTwo)),
        Times<RejectedBenchmarks>("rejected_outcome_vs_polly", nameof(RejectedBenchmarks.TryGuardState), nameof(RejectedBenchmarks.PollyOutcome)),
        Bytes<RejectedBenchmarks>("rejected_outcome_bytes", nameof(RejectedBenchmarks.TryGuardState), null),
        Times<ThrowingBenchmarks>("rejected_throw_vs_polly", nameof(ThrowingBenchmarks.GuardState), nameof(ThrowingBenchmarks.PollyState)),
        Times<LookupBenchmarks>("by_name_vs_polly", nameof(LookupBenchmarks.GetBreaker), nameof(LookupBenchmarks.PollyByName)),
        Times<TimeoutBenchmarks>("call_timeout_vs_polly", nameof(TimeoutBenchmarks.GuardState), nameof(TimeoutBenchmarks.PollyState)),
        Times<ConcurrencyBenchmarks>("concurrency_vs_polly", nameof(ConcurrencyBenchmarks.GuardState), nameof(ConcurrencyBenchmarks.PollyLimiter)),
    ];

    /// <summary>Of the cases of a class, those that a figure needs.</summary>
    public static string[] CasesOf(Type type) =>
        [.. All.SelectMany(figure => new[] { figure.Of, figure.Beside }).Where(it => it?.Type == type).Select(it => it!.Filter).Distinct()];

    /// <summary>The line to print, or null if the cases were not run or have failed.</summary>
    public string? ValueIn(IReadOnlyList<Summary> summaries)
    {
        var value = Measured(Of);
        if (Beside is not null)
            value /= Measured(Beside);
        return value is { } number && double.IsFinite(number) ? string.Create(CultureInfo.InvariantCulture, $"figure {Name} {number:0.######}") : null;

        double? Measured(Case it) => it.In(summaries) is { Success: true } report ? Value(report) : null;
    }

    // The least disturbed iteration, on both sides.
    private static double? Time(BenchmarkReport report) => report.ResultStatistics?.Min;

    private static Figure Times<T>(string name, string of, string beside) => new(name, new(typeof(T), of), new(typeof(T), beside), Time);

    private static Figure Bytes<T>(string name, string of, string? beside) => new(
        name, new(typeof(T), of), beside is null ? null : new(typeof(T), beside), static report => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase));
}
