using Failfast.Contract;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>What is counted once stays counted once.</summary>
public class CoordinatorCountingTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(5));
    private readonly TestHost _host;

    public CoordinatorCountingTests()
    {
        _host = _grain.AddHost();
        _host.Call("S");
        _grain.Settle();
    }

    [Fact]
    public void Report_repeated_sequence_counts_once()
    {
        _host.Call("FF");
        var report = _host.Protocol.NextReport(_host.Now)!;

        var (first, second) = (_grain.Report(report), _grain.Report(report));

        Assert.Equal(2, _grain.Total().Failures);
        Assert.Equal(report.Sequence, first.Acknowledged);
        Assert.Equal(report.Sequence, second.Acknowledged);
    }

    [Fact]
    public void Report_overtaken_sequence_is_not_counted()
    {
        _host.Call("F");
        var report = _host.Protocol.NextReport(_host.Now)!;
        _grain.Report(report with { Sequence = report.Sequence + 1 });

        _grain.Report(report);

        Assert.Equal(1, _grain.Total().Failures);
    }

    [Fact]
    public void Report_of_an_older_generation_is_acknowledged_and_not_counted()
    {
        _host.Call("FF");
        var report = _host.Protocol.NextReport(_host.Now)!;
        _grain.Operate(new Failfast.Machine.BreakerEvent.ClosedByOperator());

        var reply = _grain.Report(report);

        Assert.Equal(0, _grain.Total().Calls);
        Assert.Equal(report.Sequence, reply.Acknowledged);
    }

    [Fact]
    public void Report_first_contact_is_heard_but_not_counted()
    {
        var stranger = new HostReport { Host = Guid.NewGuid(), HostName = "new", Sequence = 9, Counts = Calls.Now("FFFFF") };

        var reply = _grain.Report(stranger);

        Assert.Equal(0, reply.Acknowledged);
        Assert.NotNull(reply.Snapshot.Settings);
        Assert.Equal(0, _grain.Total().Failures);
        Assert.Equal("new", _grain.Coordinator.Hosts.NameOf(stranger.Host));
    }

    [Fact]
    public void Report_cold_host_sends_what_it_counted_meanwhile()
    {
        _grain.Reachable = false;
        var cold = _grain.AddHost();
        cold.Call("FFF");
        _grain.Reachable = true;
        _grain.Wait(1);
        _grain.Settle();

        Assert.Equal(3, _grain.Total().Failures);
    }

    [Fact]
    public void Report_healthy_traffic_publishes_and_persists_nothing()
    {
        var (published, persisted) = (_grain.Published, _grain.Persisted);
        for (var i = 0; i < 50; i++)
        {
            _host.Call("SSSF");
            _grain.Settle();
            _grain.Wait(1);
        }

        Assert.Equal((published, persisted), (_grain.Published, _grain.Persisted));
        Assert.True(_grain.Coordinator.NeedsNoRow);
    }

    [Fact]
    public void Report_settings_are_left_out_for_a_host_that_has_them()
    {
        _host.Call("F");
        Assert.Null(_grain.Report(_host.Protocol.NextReport(_host.Now)!).Snapshot.Settings);
    }

    [Fact]
    public void Report_host_frozen_longer_than_its_subscription_is_not_counted_twice()
    {
        var grain = new TestGrain(Policy.Ratio(0, 1, seconds: 3_600));
        var frozen = grain.AddHost();
        frozen.Call("S");
        grain.Settle();
        frozen.Call("F");
        grain.Report(frozen.Protocol.NextReport(frozen.Now)!);      // its answer is lost

        var other = grain.AddHost();
        for (var i = 0; i < 8; i++)
        {
            grain.Wait(10);
            other.Call("S");
            grain.Settle();
        }

        frozen.Protocol.ReportUnanswered(frozen.Now);
        grain.Wait(1);
        grain.Settle();
        Assert.Equal(1, grain.Total().Failures);
    }
}
