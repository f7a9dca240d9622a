using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Failfast.Benchmarks;

/// <summary>One run, one table: the machine is shared, so only ratios within it mean anything.</summary>
internal sealed class BenchmarkConfig : ManualConfig
{
    /// <summary>Where results go.</summary>
    public const string Artifacts = "artifacts/bench";

    /// <param name="isShort">A rough look.</param>
    /// <param name="isInProcess">Whether all cases run in this process; else each has one of its own, which is built first.</param>
    public BenchmarkConfig(bool isShort, bool isInProcess)
    {
        ArtifactsPath = Artifacts;
        var job = isInProcess ? Job.Default.WithToolchain(InProcessEmitToolchain.Instance) : Job.Default;
        AddJob(job
            .WithLaunchCount(1)
            .WithWarmupCount(isShort ? 10 : 12)
            .WithIterationCount(isShort ? 6 : 9)
            .WithIterationTime(TimeInterval.FromMilliseconds(isShort ? 100 : 150)));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        // The least disturbed iteration, which on a shared machine is more reliable than the mean.
        AddColumn(StatisticColumn.Min);
        HideColumns(Column.Job, Column.Error, Column.Gen0, Column.Gen1, Column.Gen2, Column.RatioSD, Column.Type, Column.Median);
        AddLogger(ConsoleLogger.Default);
        AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory);
        WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared));
        WithOptions(ConfigOptions.JoinSummary);
    }
}
