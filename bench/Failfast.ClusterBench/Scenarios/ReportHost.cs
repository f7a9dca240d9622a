using System.Diagnostics;
using Failfast.ClusterBench.Grains;
using Failfast.ClusterBench.Processes;
using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.ClusterBench.Scenarios;

/// <summary>Calls of many grains, or of one, as fast as they are answered, or so many a second.</summary>
/// <param name="Kind"><c>report</c> (of a breaker's healthy hosts), <c>exchange</c> (the same messages, of a bare grain) or <c>bare</c>.</param>
/// <param name="Grains">How many grains.</param>
/// <param name="Callers">How many call at the same time. Each is a host of its own.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="EachPerSecond">0, or how often each calls.</param>
internal sealed record CallsOrder(string Kind, int Grains, int Callers, double Seconds, int EachPerSecond = 0);

/// <summary>What became of it.</summary>
internal sealed record CallsResult(long Calls, double Seconds);

/// <summary>The host's part in <see cref="Reports"/>: it plays many hosts, each by the product's own protocol.</summary>
internal sealed class ReportHost(IGrainFactory grains) : IBreakerObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Caller[]> _callers = [];

    public void Add(Orders orders) => orders.On<CallsOrder, CallsResult>("calls", Run);

    public Task Push(string breaker, GrainSnapshot snapshot) => Task.CompletedTask;

    public Task RequestReport(string breaker) => Task.CompletedTask;

    public Task Grant(string breaker, GrainReply reply, TimeSpan at) => Task.CompletedTask;

    public Task Offer(string breaker) => Task.CompletedTask;

    public Task Recall(string breaker, long number) => Task.CompletedTask;

    private async Task<CallsResult> Run(CallsOrder order)
    {
        var key = $"{order.Kind}-{order.Grains}-{order.Callers}";
        if (!_callers.TryGetValue(key, out var callers))
        {
            var observer = grains.CreateObjectReference<IBreakerObserver>(this);
            // Each caller has its share of the grains, at least one.
            _callers[key] = callers = [.. Enumerable.Range(0, order.Callers).Select(caller => new Caller(
                [.. Enumerable.Range(0, Math.Max(1, order.Grains / order.Callers)).Select(grain => Call(order.Kind, $"{key}-{caller + (grain * order.Callers)}", order.Grains == 1 ? key : null, observer))]))];
            await Task.WhenAll(callers.Select(caller => caller.MeetAll()));
        }

        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(order.Seconds * Stopwatch.Frequency);
        var calls = await Task.WhenAll(callers.Select((caller, i) => Task.Run(() => order.EachPerSecond == 0
            ? caller.Run(end)
            : caller.RunPaced(start + (i * Stopwatch.Frequency / order.EachPerSecond / order.Callers), end, Stopwatch.Frequency / order.EachPerSecond))));
        return new(calls.Sum(), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private Func<Task> Call(string kind, string own, string? shared, IBreakerObserver observer)
    {
        var name = shared ?? own;
        var bare = grains.GetGrain<IBareGrain>(name);
        if (kind == "bare")
            return () => bare.Call(1);
        var hub = grains.GetGrain<IBreakerHub>(BreakerGrainId.Of(name));
        var (host, now, last) = (new HostProtocol(Guid.NewGuid(), "bench/1234567", new ProtocolTimings(), new BreakerSettings()), TimeSpan.Zero, (HostReport?)null);
        return async () =>
        {
            if (last is null)
            {
                // In time of its own, a report interval each report.
                now += s_interval;
                host.Succeeded(host.View(now).Ticket, 100, now, .5);
                host.Noticed();
                var report = host.NextReport(now)! with { Observer = observer };
                var reply = await hub.Report(report);
                host.ReportAnswered(reply, now);
                // From now on it says what a healthy host says: it has seen the state that it shows, and has made some calls since.
                if (reply.Snapshot.Settings is not null)
                    return;
                last = report;
                await bare.Remember(reply);
            }

            // With the next number it is another report.
            last = last with { Sequence = last.Sequence + 1 };
            await (kind == "report" ? hub.Report(last) : bare.Exchange(last));
        };
    }

    private sealed class Caller(Func<Task>[] calls)
    {
        private int _next;

        // Twice, as the first answer brings the settings.
        public async Task MeetAll()
        {
            for (var i = 0; i < 3 * calls.Length; i++)
                await Call();
        }

        public async Task<long> Run(long end)
        {
            var count = 0L;
            for (; Stopwatch.GetTimestamp() < end; count++)
                await Call();
            return count;
        }

        public async Task<long> RunPaced(long start, long end, long ticks)
        {
            var count = 0L;
            for (var at = start; at < end; at += ticks, count++)
            {
                if (at - Stopwatch.GetTimestamp() is > 0 and var wait)
                    await Pause.For(wait / (double)Stopwatch.Frequency);
                await Call();
            }

            return count;
        }

        private Task Call() => calls[_next++ % calls.Length]();
    }
}
