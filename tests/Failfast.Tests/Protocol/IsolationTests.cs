using Failfast.Machine;
using Failfast.Tests.Machine;
using Failfast.Tests.Protocol.Virtual;

namespace Failfast.Tests.Protocol;

/// <summary>Isolation that ends by itself, and the reset of all that operators have said.</summary>
public sealed class IsolationTests
{
    private readonly VirtualCluster _cluster = new(Policy.Consecutive(5));
    private readonly VirtualHost _host;

    public IsolationTests()
    {
        _host = _cluster.AddHost(roundTrip: .002);
        _host.CallEvery(.1);
        _cluster.Pass(2);
    }

    [Fact]
    public void Isolate_for_a_time_rejects_until_then_and_a_probe_closes()
    {
        Isolate(TimeSpan.FromSeconds(30));
        _cluster.Pass(29.8);

        Assert.Equal((BreakerState.Isolated, BreakerState.Isolated), (_cluster.State, _host.Snapshot.State));
        Assert.InRange(_host.Snapshot.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(.3));
        Assert.True(_cluster.PassUntil(BreakerState.Closed, atMost: .5), $"not closed, but {_cluster.State}");
    }

    [Fact]
    public void Isolate_for_a_time_with_a_dependency_that_still_fails_opens()
    {
        Isolate(TimeSpan.FromSeconds(5));
        _cluster.Dependency = () => Answer.Failure;

        Assert.True(_cluster.PassUntil(BreakerState.Open, atMost: 6), $"not open, but {_cluster.State}");
        Assert.Equal(1, _cluster.Machine.Breaks);
    }

    [Fact]
    public void Isolate_without_end_outlasts_any_time_and_says_none()
    {
        Isolate(null);
        _cluster.Pass(3_000);

        Assert.Equal((BreakerState.Isolated, BreakerState.Isolated), (_cluster.State, _host.Snapshot.State));
        Assert.Null(_host.Snapshot.RetryAfter);
    }

    [Fact]
    public void Isolate_again_moves_the_end_everywhere()
    {
        Isolate(TimeSpan.FromSeconds(5));
        _cluster.Pass(4);
        Isolate(TimeSpan.FromSeconds(60));
        _cluster.Pass(30);
        Assert.Equal(BreakerState.Isolated, _host.Snapshot.State);

        Isolate(null);
        _cluster.Pass(100);
        Assert.Equal((BreakerState.Isolated, null), (_host.Snapshot.State, _host.Snapshot.RetryAfter));
    }

    [Fact]
    public void Isolate_for_a_time_is_remembered_by_hosts_with_its_end()
    {
        Isolate(TimeSpan.FromSeconds(30));
        _cluster.Pass(10);
        _cluster.Restart();
        _cluster.Pass(10);

        Assert.Equal(BreakerState.Isolated, _cluster.State);
        Assert.InRange(_host.Snapshot.RetryAfter!.Value.TotalSeconds, 9, 11);
        // What another activation may have granted at the end counts as out for as long as a lease lasts.
        Assert.True(_cluster.PassUntil(BreakerState.Closed, atMost: 30), $"not closed, but {_cluster.State}");
    }

    [Fact]
    public void Isolate_for_a_time_ends_for_a_host_that_is_alone()
    {
        Isolate(TimeSpan.FromSeconds(60));
        _cluster.Pass(1);
        _cluster.IsReachable = false;
        _cluster.Pass(55);
        Assert.Equal(BreakerState.Isolated, _host.Snapshot.State);

        _cluster.Pass(10);

        Assert.Equal((BreakerState.Closed, BreakerScope.Alone), (_host.Snapshot.State, _host.Snapshot.Scope));
    }

    [Fact]
    public void Reset_takes_back_isolation_and_settings_and_leaves_nothing_to_store_or_remember()
    {
        var coordinator = _cluster.Coordinator;
        _cluster.CarryOut(coordinator.Configure(Policy.Consecutive(2), _cluster.Now));
        Isolate(null);
        Assert.False(coordinator.NeedsNoRow);

        _cluster.CarryOut(coordinator.Reset(_cluster.Now, .5));
        _cluster.Pass(1);

        Assert.Equal((BreakerState.Closed, false, 5), (_cluster.State, coordinator.IsOverridden, coordinator.Settings.ConsecutiveFailures));
        Assert.Equal((true, true), (coordinator.NeedsNoRow, _host.Session.Protocol.IsForgettable));
    }

    [Fact]
    public void Reset_is_brought_to_the_next_activation_by_hosts_and_still_needs_no_row()
    {
        Isolate(null);
        _cluster.CarryOut(_cluster.Coordinator.Reset(_cluster.Now, .5));
        _cluster.Pass(1);
        _cluster.Restart();
        _cluster.Pass(2);

        Assert.True(_cluster.Coordinator.CommandRevision > 0, "the host has not told of the command");
        Assert.True(_cluster.Coordinator.NeedsNoRow);
    }

    // Seed 13439: the row of the settings was cleared.
    [Fact]
    public void Reset_that_a_host_remembers_does_not_undo_settings_given_since_to_another_activation()
    {
        _cluster.CarryOut(_cluster.Coordinator.Reset(_cluster.Now, .5));
        _cluster.Pass(1);
        _cluster.Restart();
        _cluster.CarryOut(_cluster.Coordinator.Configure(Policy.Consecutive(2), _cluster.Now));

        _cluster.Pass(2);

        Assert.True(_cluster.Coordinator.CommandRevision > 0, "the host has not told of the reset");
        Assert.Equal((true, false), (_cluster.Coordinator.IsOverridden, _cluster.Coordinator.NeedsNoRow));
    }

    [Fact]
    public void Command_after_a_reset_is_to_be_stored()
    {
        _cluster.CarryOut(_cluster.Coordinator.Reset(_cluster.Now, .5));
        _cluster.Operate(new BreakerEvent.ClosedByOperator());

        Assert.False(_cluster.Coordinator.NeedsNoRow);
    }

    private void Isolate(TimeSpan? length)
    {
        _cluster.Operate(new BreakerEvent.Isolated("maintenance", length));
        _cluster.Pass(.1);
    }
}
