using Failfast.Contract;
using Failfast.Machine;
using Failfast.Protocol;
using Failfast.Simulation;

namespace Failfast.Tests.Simulation;

/// <summary>The world that people have: how calls end in it, and that its checks bite.</summary>
public sealed class RealisticTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(2, null, nameof(Outcome.Success), 2)]
    [InlineData(2, 3, nameof(Outcome.Success), 2)]
    [InlineData(100, 3, nameof(Outcome.GivenUp), 3)]
    [InlineData(2, 0, nameof(Outcome.GivenUp), 0)]
    [InlineData(0, 0, nameof(Outcome.GivenUp), 0)]
    public void Plan_ends_with_the_answer_or_with_the_caller_s_patience(int answers, int? patience, string outcome, int after)
    {
        var plan = new CallPlan(Outcome.Success, answers * Second, patience * Second);

        Assert.Equal((outcome, after * Second, patience == 0), (plan.EndsAs.ToString(), plan.EndsAfter, plan.IsCancelledBefore));
    }

    [Fact]
    public void Of_realistic_seed_twice_gives_one_history()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var (first, second) = (Run.Of(seed, 1_000, Scenario.Realistic(seed)), Run.Of(seed, 1_000, Scenario.Realistic(seed), keepsLines: true));
            Assert.Equal((first.Hash, first.Steps, first.Violation), (second.Hash, second.Steps, second.Violation));
        }
    }

    [Fact]
    public void Realistic_scenarios_have_all_that_they_are_for()
    {
        var all = Enumerable.Range(0, 1_000).Select(seed => Scenario.Realistic((ulong)seed)).ToList();
        var profiles = all.SelectMany(scenario => scenario.Profiles).ToList();

        Assert.Contains(all, scenario => scenario.Profiles.Max(one => one.Calls.Every) >= scenario.Profiles.Min(one => one.Calls.Every) * 99);
        Assert.Contains(profiles, one => one.Calls is { IsRegular: true, Every: 10 });
        Assert.Contains(profiles, one => one.Calls is { IsRegular: true, Every: 60_000 });
        Assert.Contains(profiles, one => one.DistanceMilliseconds > 900);
        Assert.Contains(profiles, one => one.Patience is { Least: < 100 });
        Assert.Contains(profiles, one => one.Patience is { CancelledEach: 1 });
        Assert.All(profiles, one => Assert.True(one.DistanceMilliseconds * 2 * (1 + Network.Jitter) < 2_000));
        Assert.Contains(all, scenario => !scenario.IsCalm);
        Assert.All(all, scenario => Assert.Equal(scenario.IsCalm, scenario.Promises == RealisticPromises.All));
    }

    [Fact]
    public void Half_open_that_lasts_breaks_its_promise()
    {
        var (world, schedule) = Calm();
        var check = new HalfOpenEnds(world);

        check.Moved(0, In(BreakerState.HalfOpen));
        PassTo(schedule, Bounds.HalfOpen(world, Second));
        check.Check();
        Assert.Null(world.Violation);

        PassTo(schedule, Bounds.HalfOpen(world, Second) + Second);
        check.Check();
        Assert.Contains("half-open lasts", world.Violation);
    }

    [Theory]
    [InlineData(true, 100, true)]
    [InlineData(false, 100, false)]
    [InlineData(true, 0, false)]
    [InlineData(true, 1_100, false)]
    public void Half_open_lasts_longer_only_for_probes_that_taught_nothing(bool isGivenUp, int patience, bool isExcused)
    {
        var (world, schedule) = Calm();
        var check = new HalfOpenEnds(world);
        check.Moved(0, In(BreakerState.HalfOpen));
        var plan = new CallPlan(Outcome.Success, 2 * Second, isGivenUp ? TimeSpan.FromMilliseconds(patience) : null);

        check.CallBegins(0, Probe(generation: 2), plan);
        PassTo(schedule, Bounds.HalfOpen(world, Second) + Second);
        check.Check();

        Assert.Equal(isExcused, world.Violation is null);
    }

    [Theory]
    [InlineData(BreakerState.Open, false)]
    [InlineData(BreakerState.Closed, true)]
    public void Well_dependency_that_is_not_let_in_breaks_a_promise(BreakerState state, bool isKept)
    {
        var (world, schedule) = Calm();
        var check = new ComesBack(world);
        check.Moved(0, In(BreakerState.Open));

        PassTo(schedule, Bounds.ComesBack(world, Second) - Second);
        check.Moved(0, In(state));
        PassTo(schedule, Bounds.ComesBack(world, Second) + Second);
        check.Check();

        Assert.Equal(isKept, world.Violation is null);
    }

    [Fact]
    public void Dependency_that_is_ill_need_not_be_let_in()
    {
        var (world, schedule) = Calm();
        var check = new ComesBack(world);
        check.Moved(0, In(BreakerState.Open));
        world.Dependency.Turn(0, new HangsForLong(1));

        PassTo(schedule, Bounds.ComesBack(world, Second) * 2);
        check.Check();

        Assert.Null(world.Violation);
    }

    [Theory]
    [InlineData(2, 3, true)]
    [InlineData(2, 2, false)]
    public void Probes_that_hang_are_no_more_than_permits_in_each_half_open_state(long first, long second, bool isKept)
    {
        var (world, schedule) = Calm();
        var check = new HungProbes(world);
        var plan = new CallPlan(Outcome.Success, 100 * Second, null);

        check.CallBegins(world.Hosts[0], 0, Probe(first), plan);
        check.CallBegins(world.Hosts[1], 0, Probe(second), plan);
        PassTo(schedule, 20 * Second);

        Assert.Equal(isKept, world.Violation is null);
    }

    private static (World World, Schedule Schedule) Calm()
    {
        var schedule = new Schedule();
        var profile = new HostProfile(new(1_000, true), new(double.PositiveInfinity, 0, 0), 0);
        var scenario = new Scenario { Hosts = 2, Silos = 1, Breakers = 1, IsRealistic = true, IsCalm = true, Profiles = [profile, profile], CallEvery = 1_000 };
        return (new World(schedule, 1, scenario, keepsLines: false) { CallEvery = double.PositiveInfinity }, schedule);
    }

    private static MachineState In(BreakerState state) => new() { State = state, Generation = 2 };

    private static CallTicket Probe(long generation) => new(CallTicket.NotCounted, 0, new GrantedProbe(generation, 1, 10 * Second));

    private static void PassTo(Schedule schedule, TimeSpan until)
    {
        schedule.At(until, () => { });
        while (schedule.Now < until && schedule.Step())
        {
        }
    }
}
