using Failfast.Protocol;

namespace Failfast.Tests.Protocol;

/// <summary>
/// What a healthy report allocates on each side, without Orleans: all hosts of all breakers pay it each second. Who needs more has to
/// raise the number here.
/// </summary>
public class ReportAllocationTests
{
    private const int MostOfHost = 3_056;
    private const int MostOfGrain = 1_296;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BreakerCoordinator _grain = new(new(), new(), 1);
    private readonly HostSession _host = new(Guid.NewGuid(), "host", new(), new(), TimeSpan.Zero);
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Report_of_a_healthy_host_allocates_no_more_than_is_known()
    {
        var (inHost, inGrain, count) = (long.MaxValue, long.MaxValue, 0);
        Exchange();
        // The windows fill up, and everything is compiled.
        for (var i = 0; i < 200; i++)
        {
            var (host, grain) = Exchange();
            // The first buckets of a window cost more than the many reports that are added to one.
            (inHost, inGrain) = (Math.Min(inHost, host), Math.Min(inGrain, grain));
            count += host > 0 && grain > 0 ? 1 : 0;
        }

        Assert.Equal(200, count);
        Assert.InRange(inHost, 1, MostOfHost);
        Assert.InRange(inGrain, 1, MostOfGrain);
    }

    // An interval with calls, and its report.
    private (long Host, long Grain) Exchange()
    {
        _now += Interval;
        var start = GC.GetAllocatedBytesForCurrentThread();
        var attempt = new Attempt(Caller.Call, _now);
        _host.Admit(ref attempt, _now, .5, out var ticket);
        _host.Succeeded(ticket, 100, _now, .5);
        var report = _host.Finish(_now).Report;
        var sent = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(report);
        var received = GC.GetAllocatedBytesForCurrentThread();
        var reply = _grain.Report(report, _now, .5).Result;
        var replied = GC.GetAllocatedBytesForCurrentThread();
        _host.OnReportReply(reply, _now);
        // The first reply makes the window due, for a new activation of the grain.
        while (_host.Finish(_now).Report is { } more)
            _host.OnReportReply(_grain.Report(more, _now, .5).Result, _now);
        var end = GC.GetAllocatedBytesForCurrentThread();
        return (end - start - (replied - sent), replied - received);
    }
}
