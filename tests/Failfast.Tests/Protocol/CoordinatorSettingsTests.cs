using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>One policy per name, the same on every host a hop later.</summary>
public class CoordinatorSettingsTests
{
    private readonly TestGrain _grain = new(Policy.Consecutive(5));
    private readonly TestHost _host;

    public CoordinatorSettingsTests()
    {
        _host = _grain.AddHost();
        _host.Call("S");
        _grain.Settle();
    }

    [Fact]
    public void Configure_reaches_every_host_and_is_persisted()
    {
        _grain.Configure(Policy.Consecutive(2));
        Assert.Equal(Policy.Consecutive(2), _host.Snapshot.Settings);
        Assert.Equal(1, _grain.Persisted);
        _host.Call("FF");
        _grain.Settle();
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void Configure_null_goes_back_to_configuration()
    {
        _grain.Configure(Policy.Consecutive(2));
        var revision = _grain.Coordinator.SettingsRevision;
        _grain.Configure(null);
        Assert.Equal(Policy.Consecutive(5), _host.Snapshot.Settings);
        Assert.False(_host.Protocol.LastSnapshot!.SettingsAreOverride);
        Assert.True(_grain.Coordinator.SettingsRevision > revision);
    }

    [Fact]
    public void Configure_a_host_that_remembers_an_earlier_activations_settings_does_not_undo_a_later_word()
    {
        // An idle host that never hears of the new activation; what it remembers was set and reset before.
        var idle = _grain.AddHost();
        idle.Call("S");
        _grain.Configure(Policy.Consecutive(2));
        _grain.Configure(null);
        _grain.Restart(newIncarnation: 100L << 16);

        _grain.Configure(Policy.Consecutive(3));
        idle.Protocol.WantReport();
        _grain.Settle();

        Assert.Equal(3, _grain.Coordinator.Settings.ConsecutiveFailures);
        Assert.Equal(3, idle.Snapshot.Settings.ConsecutiveFailures);
    }

    [Fact]
    public void Configure_counts_are_not_lost_by_a_change_that_does_not_concern_them()
    {
        _host.Call("FFFF");
        _grain.Settle();
        _grain.Configure(Policy.Consecutive(5) with { BreakDuration = TimeSpan.FromSeconds(9), SamplingDuration = TimeSpan.FromSeconds(40) });
        Assert.Equal(4, _grain.Coordinator.State.Run);
        Assert.Equal(5, _grain.Total().Calls);
        _host.Call("F");
        _grain.Settle();
        Assert.Equal(BreakerState.Open, _grain.State);
    }

    [Fact]
    public void Reconfigure_is_published_but_not_persisted()
    {
        Assert.True(_grain.Coordinator.Reconfigure(Policy.Consecutive(9)).Effects is { Publish: true, Persist: false });
        Assert.Equal(9, _grain.Coordinator.Settings.ConsecutiveFailures);
    }

    [Fact]
    public void Reconfigure_same_settings_is_no_news()
    {
        Assert.False(_grain.Coordinator.Reconfigure(Policy.Consecutive(5) with { }).Effects.Publish);
    }

    [Fact]
    public void Reconfigure_does_not_touch_what_an_operator_set()
    {
        _grain.Configure(Policy.Consecutive(2));
        Assert.False(_grain.Coordinator.Reconfigure(Policy.Consecutive(9)).Effects.Publish);
        Assert.Equal(2, _grain.Coordinator.Settings.ConsecutiveFailures);
        _grain.Configure(null);
        Assert.Equal(9, _grain.Coordinator.Settings.ConsecutiveFailures);
    }

    [Fact]
    public void Report_while_open_carries_the_operators_settings_only()
    {
        Assert.Null(_host.ProbeRequest().Remembered!.Settings);
        _grain.Configure(Policy.Consecutive(2));
        Assert.Equal(Policy.Consecutive(2), _host.ProbeRequest().Remembered!.Settings);
    }
}
