using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Tests.Machine;

namespace Failfast.Tests.Protocol;

/// <summary>The callers remember what a new activation does not know.</summary>
public class CoordinatorMemoryTests
{
    // As a clock of a second later would have it.
    private const long Later = 1_000L << 16;

    private readonly TestGrain _grain = new(Policy.Consecutive(3) with { BreakDuration = TimeSpan.FromSeconds(5) });
    private readonly TestHost[] _hosts;

    public CoordinatorMemoryTests()
    {
        _hosts = _grain.AddHosts(3);
        foreach (var host in _hosts)
            host.Call("S");
        _grain.Settle();
    }

    [Fact]
    public void Learn_open_survives_with_its_deadline()
    {
        _hosts[0].Call("FFF");
        _grain.Confirm();
        Assert.Equal(BreakerState.Open, _grain.State);
        _grain.Restart();
        _grain.Wait(2);
        _hosts[1].CallRejected("S");
        _grain.Settle();

        Assert.Equal(BreakerState.Open, _grain.State);
        Assert.Equal(3, (_grain.Coordinator.State.OpenUntil - _grain.Now).TotalSeconds, 3);
        Assert.Equal(1, _grain.Coordinator.State.Breaks);
        Assert.All(_hosts, host => Assert.Equal(TimeSpan.FromSeconds(3), host.RetryAfter));
    }

    [Fact]
    public void Learn_words_of_two_activations_that_count_on_from_one_are_told_apart()
    {
        _grain.Configure(Policy.Consecutive(77));
        _grain.Operate(new BreakerEvent.Isolated("both know"));
        var shown = _grain.Coordinator.Snapshot(_grain.Now);
        var twins = new[] { 2L, 3L }.Select(number => new BreakerCoordinator(new(), _grain.Settings, number)).ToList();
        foreach (var twin in twins)
        {
            twin.Learn(shown, _grain.Now);
            twin.Configure(Policy.Consecutive((int)twin.Stamp.Incarnation), _grain.Now);
            twin.Operate(new BreakerEvent.Isolated($"{twin.Stamp.Incarnation}"), _grain.Now, .5);
        }

        // The later one wins, whoever hears of the other.
        var (first, second) = (twins[0].Snapshot(_grain.Now), twins[1].Snapshot(_grain.Now));
        twins[0].Learn(second, _grain.Now);
        twins[1].Learn(first, _grain.Now);

        Assert.Equal(twins[0].Settings, twins[1].Settings);
        Assert.Equal(twins[0].State.Reason, twins[1].State.Reason);
    }

    [Fact]
    public void Learn_isolation_and_settings_survive()
    {
        _grain.Configure(Policy.Consecutive(77));
        _grain.Operate(new BreakerEvent.Isolated("planned"));
        var (settings, word) = (_grain.Coordinator.SettingsRevision, _grain.Coordinator.CommandRevision);
        _grain.Restart();
        _hosts[2].CallRejected("S");
        _grain.Wait(1);
        _hosts[2].CallRejected("S");
        _grain.Settle();

        Assert.Equal((BreakerState.Isolated, "planned"), (_grain.State, _grain.Coordinator.State.Reason!));
        Assert.Equal(77, _grain.Coordinator.Settings.ConsecutiveFailures);
        Assert.Equal((settings, word), (_grain.Coordinator.SettingsRevision, _grain.Coordinator.CommandRevision));
    }

    [Fact]
    public void Learn_word_given_to_an_activation_that_knew_nothing_outranks_what_hosts_remember()
    {
        _grain.Operate(new BreakerEvent.Isolated("yesterday"));
        _grain.Operate(new BreakerEvent.ClosedByOperator());
        Assert.Equal((BreakerState.Closed, 2), (_hosts[0].Protocol.LastSnapshot!.State, _hosts[0].Protocol.LastSnapshot!.Generation));
        _grain.Pushes = false;
        _grain.Restart(newIncarnation: Later);
        _grain.Operate(new BreakerEvent.Isolated("today"));
        Assert.Equal(1, _grain.Coordinator.State.Generation);

        _grain.Wait(1);
        _hosts[0].Call("S");
        _grain.Settle();

        Assert.Equal((BreakerState.Isolated, "today"), (_grain.State, _grain.Coordinator.State.Reason!));
        Assert.Equal(BreakerState.Isolated, _hosts[0].Snapshot.State);
    }

    [Fact]
    public void Learn_settings_set_back_to_configuration_stay_so()
    {
        _grain.Configure(Policy.Consecutive(77));
        var older = _grain.Coordinator.Snapshot(_grain.Now);
        _grain.Configure(null);
        var newer = _grain.Coordinator.Snapshot(_grain.Now);
        _grain.Restart();

        _grain.Coordinator.Learn(older, _grain.Now);
        Assert.Equal(77, _grain.Coordinator.Settings.ConsecutiveFailures);
        _grain.Coordinator.Learn(newer, _grain.Now);
        Assert.Equal(3, _grain.Coordinator.Settings.ConsecutiveFailures);
        _grain.Coordinator.Learn(older, _grain.Now);
        Assert.Equal(3, _grain.Coordinator.Settings.ConsecutiveFailures);
    }

    [Fact]
    public void Learn_adopts_the_highest_generation_and_no_lower_one()
    {
        var shown = new GrainSnapshot { Stamp = new(1, 9), Generation = 5, State = BreakerState.Isolated };
        Assert.True(_grain.Coordinator.Learn(shown, _grain.Now).Result);
        Assert.Equal((5L, BreakerState.Isolated), (_grain.Coordinator.State.Generation, _grain.State));

        _grain.Coordinator.Learn(shown with { Generation = 4, State = BreakerState.Open, Stamp = new(7, 0) }, _grain.Now);
        _grain.Coordinator.Learn(shown with { Generation = 5, State = BreakerState.Open, Stamp = new(7, 1) }, _grain.Now);
        Assert.Equal((5L, BreakerState.Isolated), (_grain.Coordinator.State.Generation, _grain.State));
    }

    [Fact]
    public void Learn_adoption_is_published_persisted_and_tells_what_was_left()
    {
        var shown = new GrainSnapshot { Stamp = new(1, 9), Generation = 5, State = BreakerState.Isolated };
        var effects = _grain.Coordinator.Learn(shown, _grain.Now).Effects;
        Assert.True(effects is { Publish: true, Persist: true, Left.State: BreakerState.Closed });
        var next = _grain.Coordinator.Tick(_grain.Now, .5);
        Assert.True(next is { Publish: false, Persist: false, Left: null, RequestReports.Count: 0 });
    }

    [Fact]
    public void Learn_nothing_is_fine() => Assert.True(_grain.Coordinator.Learn(null, _grain.Now).Result);

    [Theory]
    [InlineData(0)]     // no row, and a clock that is behind
    [InlineData(9)]
    public void Report_window_is_recounted_exactly_after_a_restart(long incarnation)
    {
        var grain = new TestGrain(Policy.Ratio(0, 1) with { SlowCallRatio = 1 });
        var hosts = grain.AddHosts(3);
        foreach (var host in hosts)
            host.Call("SF");
        grain.Settle();
        grain.Wait(2);
        foreach (var host in hosts)
            host.Call("SFFL");
        grain.Settle();
        grain.Restart(incarnation);
        grain.Wait(2);
        foreach (var host in hosts)
            host.Call("F");
        grain.Settle();

        Assert.Equal((6L, 12L, 3L), (grain.Total().Successes, grain.Total().Failures, grain.Total().Slow));
        grain.Wait(6);      // the first calls are ten seconds old now: ages survived too
        Assert.Equal(9, grain.Total().Failures);
    }

    [Fact]
    public void Report_failures_before_the_crash_count_after_it()
    {
        var grain = new TestGrain(Policy.Consecutive(3));
        var host = grain.AddHost();
        host.Call("FF");
        grain.Settle();
        grain.Restart();
        grain.Wait(1);
        host.Call("F");
        grain.Settle();
        // Hosts that the dead one knew have two intervals to contradict.
        grain.Wait(2);
        grain.Tick();
        Assert.Equal(BreakerState.Open, grain.State);
    }
}
