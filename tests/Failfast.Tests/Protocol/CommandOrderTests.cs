using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>Commands are in the order in which they were given: no row is left of a reset, and the clock of the next silo may be far behind.</summary>
public class CommandOrderTests
{
    [Fact]
    public void Operate_after_a_reset_that_only_hosts_remember_is_not_undone_by_a_lower_number()
    {
        var (grain, host) = AfterReset();

        grain.Operate(new BreakerEvent.DisabledByOperator());
        Meet(grain, host);

        Assert.Equal(BreakerState.Disabled, grain.State);
        Assert.Equal(BreakerState.Disabled, host.Snapshot.State);
    }

    [Fact]
    public void Configure_after_a_reset_that_only_hosts_remember_is_not_undone_by_a_lower_number()
    {
        var (grain, host) = AfterReset();

        grain.Configure(Policy.Consecutive(9));
        Meet(grain, host);

        Assert.Equal(9, grain.Coordinator.Settings.ConsecutiveFailures);
        Assert.Equal(9, host.Snapshot.Settings.ConsecutiveFailures);
    }

    [Fact]
    public void Report_of_a_later_command_of_another_activation_still_counts()
    {
        var (grain, host) = AfterReset();
        grain.Operate(new BreakerEvent.DisabledByOperator());
        var other = new BreakerCoordinator(new(), grain.Settings, 500);
        other.Operate(new BreakerEvent.Isolated("later, elsewhere"), grain.Now, .5);
        grain.Wait(1);
        host.Protocol.Replied(new GrainReply { Snapshot = other.Snapshot(grain.Now), ForgetYours = true }, host.Now);
        Meet(grain, host);

        Assert.Equal((BreakerState.Isolated, "later, elsewhere"), (grain.State, grain.Coordinator.State.Reason));
    }

    [Fact]
    public void EndProbe_by_a_host_that_remembers_a_reset_undoes_no_later_command()
    {
        var (grain, host) = AfterReset();
        grain.Operate(new BreakerEvent.DisabledByOperator());
        grain.Wait(.01);

        grain.EndProbe(host.Protocol.ProbeReport(new GrantedProbe(1, 7, TimeSpan.FromSeconds(5)), ProbeOutcome.Success, default, host.Now));

        Assert.Equal(BreakerState.Disabled, grain.State);
    }

    [Fact]
    public void Reset_settings_of_the_row_that_is_read_later_do_not_come_back()
    {
        var stored = new TestGrain(Policy.Consecutive(3));
        stored.Coordinator.Configure(Policy.Consecutive(7), stored.Now);
        var row = stored.Coordinator.Snapshot(stored.Now);
        var grain = new TestGrain(Policy.Consecutive(3));
        // Another activation, of a later time.
        grain.Coordinator.Learn(row with { SettingsRevision = 0, SettingsAreOverride = false, Settings = null, CommandRevision = 0 }, grain.Now);

        grain.Coordinator.Reset(grain.Now, .5);
        grain.Coordinator.Learn(row, grain.Now, isStored: true);

        Assert.Equal(3, grain.Coordinator.Settings.ConsecutiveFailures);
    }

    private static (TestGrain Grain, TestHost Host) AfterReset()
    {
        var grain = new TestGrain(Policy.Consecutive(3), incarnation: 100);
        var host = grain.AddHost();
        host.Call("S");
        grain.Settle();
        grain.Configure(Policy.Consecutive(4));
        grain.Operate(new BreakerEvent.Isolated("held"));
        grain.Reset();
        grain.Restart(newIncarnation: 5);
        grain.Wait(3);
        return (grain, host);
    }

    private static void Meet(TestGrain grain, TestHost host)
    {
        for (var i = 0; i < 3; i++)
        {
            grain.Wait(1.1);
            host.Protocol.WantReport();
            grain.Settle();
        }
    }
}
