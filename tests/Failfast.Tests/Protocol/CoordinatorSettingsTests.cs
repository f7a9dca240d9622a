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
        _grain.Configure(null);
        Assert.Equal(Policy.Consecutive(5), _host.Snapshot.Settings);
        Assert.False(_host.Protocol.Heard!.SettingsAreOverride);
        Assert.Equal(3, _grain.Coordinator.SettingsRevision);
    }

    [Fact]
    public void Reconfigure_is_published_but_not_persisted()
    {
        _grain.Coordinator.Reconfigure(Policy.Consecutive(9));
        Assert.True(_grain.Coordinator.TakeEffects() is { Publish: true, Persist: false });
        Assert.Equal(9, _grain.Coordinator.Settings.ConsecutiveFailures);
    }

    [Fact]
    public void Reconfigure_same_settings_is_no_news()
    {
        _grain.Coordinator.Reconfigure(Policy.Consecutive(5) with { });
        Assert.False(_grain.Coordinator.TakeEffects().Publish);
    }

    [Fact]
    public void Reconfigure_does_not_touch_what_an_operator_set()
    {
        _grain.Configure(Policy.Consecutive(2));
        _grain.Coordinator.Reconfigure(Policy.Consecutive(9));
        Assert.False(_grain.Coordinator.TakeEffects().Publish);
        Assert.Equal(2, _grain.Coordinator.Settings.ConsecutiveFailures);
        _grain.Configure(null);
        Assert.Equal(9, _grain.Coordinator.Settings.ConsecutiveFailures);
    }

    [Fact]
    public void Report_while_open_carries_the_operators_settings_only()
    {
        Assert.Null(_host.Protocol.PermitRequest(_host.Now).Remembered!.Settings);
        _grain.Configure(Policy.Consecutive(2));
        Assert.Equal(Policy.Consecutive(2), _host.Protocol.PermitRequest(_host.Now).Remembered!.Settings);
    }
}
