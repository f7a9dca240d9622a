using Failfast.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Failfast.Tests.Local;

/// <summary>What somebody should know who keeps warnings only.</summary>
public sealed class WarningsTests
{
    [Fact]
    public async Task Guard_alone_is_warned_of_once_a_minute_for_the_whole_process()
    {
        var outage = new GrainOutage { Now = GrainOutage.Kind.Refuse };
        var log = new LogLines();
        await using var cluster = await BreakerCluster.Start(silos: 1, client: client =>
        {
            client.AddOutgoingGrainCallFilter(outage);
            client.Services.AddLogging(it => it.AddProvider(log).AddFilter<LogLines>("Failfast", LogLevel.Warning));
        });
        string[] Warnings() => [.. log.All.Where(line => line.Contains("guards alone", StringComparison.Ordinal))];

        await AllSpeak();
        await Eventually.Is(() => Warnings().Length == 1);
        var asked = outage.Calls;
        await Eventually.Is(async () =>
        {
            await AllSpeak();
            return outage.Calls > asked + 20;
        });
        Assert.StartsWith("Warning: Breaker 'lonely-", Assert.Single(Warnings()));
        Assert.EndsWith("until its grain answers (no grain).", Warnings()[0]);

        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.Is(async () =>
        {
            await AllSpeak();
            return Warnings().Length == 2;
        });

        async Task AllSpeak()
        {
            for (var i = 0; i < 10; i++)
                await cluster.Client.GetBreaker($"lonely-{i}").Succeed();
            cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    [Fact]
    public async Task Log_says_why_the_state_has_changed_rather_than_why_the_dependency_is_called_bad()
    {
        var log = new LogLines();
        await using var cluster = await BreakerCluster.Start(
            silos: 1, options => options.Defaults = new() { ConsecutiveFailures = 1, BreakDurationJitter = 0 },
            silo => silo.Services.AddLogging(it => it.AddProvider(log).AddFilter<LogLines>("Failfast.BreakerGrain", LogLevel.Information)),
            client => client.Services.AddLogging(it => it.AddProvider(log).AddFilter<LogLines>("Failfast", LogLevel.Debug)));
        var breaker = cluster.Client.GetBreaker("explained");
        await breaker.Succeed();
        await breaker.Fail();
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        cluster.Time.Advance(TimeSpan.FromSeconds(5.1));
        await Eventually.Is(async () =>
        {
            await breaker.TryGuard(_ => ValueTask.FromException<int>(new TimeoutException()));
            return breaker.State == BreakerState.Open;
        });

        string[] transitions =
        [
            "Warning: Breaker 'explained' went from Closed to Open: 1 failure: TimeoutException; calls 2, failures 1, slow 0 (generation 1).",
            "Information: Breaker 'explained' went from Open to HalfOpen: the break of 5 s is over (generation 2).",
            "Warning: Breaker 'explained' went from HalfOpen to Open: a probe failed (generation 3).",
        ];
        Assert.Equal(transitions, log.All.Where(line => line.Contains("went from", StringComparison.Ordinal)));
        Assert.Contains("Debug: Breaker 'explained' is HalfOpen here, as decided by Cluster: the break of 5 s is over.", log.All);

        await breaker.Deactivate();
        await Eventually.Is(async () =>
        {
            await breaker.IsRejected();
            cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
            return log.All.Contains("Warning: Breaker 'explained' is Open again, as before a restart of its grain: a probe failed (generation 3).");
        });
    }

    [Fact]
    public async Task Transition_to_open_and_isolated_is_a_warning_of_the_silo_and_any_other_is_information()
    {
        var log = new LogLines();
        await using var cluster = await BreakerCluster.Start(
            silos: 1,
            silo: silo => silo.Services.AddLogging(it => it.AddProvider(log).AddFilter<LogLines>("Failfast.BreakerGrain", LogLevel.Information)));
        var breaker = cluster.Client.GetBreaker("told");
        await breaker.Succeed();
        await breaker.Fail(times: 5);
        await Eventually.Is(() => breaker.Snapshot is { State: BreakerState.Open, Scope: BreakerScope.Cluster });
        await breaker.Close();
        await breaker.Isolate("a test");

        Assert.Equal(
            ["Warning: Breaker 'told' went from Closed to Open", "Information: Breaker 'told' went from Open to Closed", "Warning: Breaker 'told' went from Closed to Isolated"],
            log.All.Where(line => line.Contains("went from", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(':', 15)]));
    }

    [Fact]
    public async Task Callers_that_give_up_on_many_breakers_at_once_are_a_handful_of_warnings()
    {
        const int many = 30;
        var log = new LogLines();
        await using var cluster = await BreakerCluster.Start(
            silos: 1, client: client => client.Services.AddLogging(it => it.AddProvider(log).AddFilter<LogLines>("Failfast", LogLevel.Debug)));
        string[] Blind(string level = "") => [.. log.All.Where(line =>
            line.StartsWith(level, StringComparison.Ordinal) && line.Contains("sees no outcomes", StringComparison.Ordinal))];
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Eventually.Is(async () =>
        {
            for (var i = 0; i < many; i++)
                await Record.ExceptionAsync(() => cluster.Client.GetBreaker($"blind-{i}").Guard(ct => Task.FromCanceled(ct), cancel.Token));
            cluster.Time.Advance(TimeSpan.FromMilliseconds(250));
            return Blind().Length == many;
        });

        Assert.InRange(Blind("Warning").Length, 1, 10);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Is(() => log.All.Any(line => line.Contains("more breakers saw no outcomes in the last second: blind-", StringComparison.Ordinal)));
    }
}
