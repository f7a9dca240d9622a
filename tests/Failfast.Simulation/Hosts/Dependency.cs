using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>The dependency of the guarded calls. It has a behavior per breaker, and may have another one for a single place.</summary>
internal sealed class Dependency(World world)
{
    private readonly Prng _retryTimes = Prng.For(world.Seed, 9);
    private readonly Behavior[] _behaviors = [.. Enumerable.Repeat(FailsOrHangs.Well, world.Scenario.Breakers)];
    private readonly TimeSpan[] _since = new TimeSpan[world.Scenario.Breakers];

    /// <summary>The place for which it has another behavior; -1 for none.</summary>
    public int BadPlace
    {
        get;
        set
        {
            if (field != value)
                BadPlaceSince = world.Schedule.Now;
            field = value;
        }
    } = -1;

    /// <summary>When <see cref="BadPlace"/> last changed.</summary>
    public TimeSpan BadPlaceSince { get; private set; }

    /// <summary>The behavior for that place.</summary>
    public Behavior BadBehavior { get; set; } = FailsOrHangs.AllFail;

    public void Fall(int breaker, double failing, double hanging) =>
        Turn(breaker, failing > 0 || hanging > 0 ? new FailsOrHangs(failing, hanging) : FailsOrHangs.Well);

    public void Turn(int breaker, Behavior behavior)
    {
        if (_behaviors[breaker] != behavior)
            (_behaviors[breaker], _since[breaker]) = (behavior, world.Schedule.Now);
    }

    public void Heal()
    {
        for (var breaker = 0; breaker < _behaviors.Length; breaker++)
            Turn(breaker, FailsOrHangs.Well);
        BadPlace = -1;
    }

    /// <summary>Its behavior for all places but the bad one, and when that began.</summary>
    public (Behavior Behavior, TimeSpan Since) Of(int breaker) => (_behaviors[breaker], _since[breaker]);

    /// <summary>How long it wants not to be called, as a failure says; null for most.</summary>
    public TimeSpan? RetryAfter() =>
        world.Scenario.NamesRetryTimes && _retryTimes.Chance(.2) ? _retryTimes.Milliseconds(100, 8_000) : null;

    /// <param name="host">The calling host.</param>
    /// <param name="breaker">The breaker's number.</param>
    /// <param name="ticket">The call's.</param>
    /// <param name="patience">How much longer the caller waits; null if it never gives up.</param>
    public CallPlan Answer(SimHost host, int breaker, CallTicket ticket, TimeSpan? patience)
    {
        var behavior = host.Place == BadPlace ? BadBehavior : _behaviors[breaker];
        var (outcome, duration) = behavior.Answer(host.Dice, world.Schedule.Now);
        var plan = new CallPlan(outcome, duration, patience);
        world.Checks?.CallBegins(host, breaker, ticket, plan);
        return plan;
    }
}
