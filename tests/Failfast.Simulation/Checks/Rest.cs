using Failfast.Machine;
using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>Checks what must hold after the last fault: no host is alone for long, all agree within a lease, commands are in force, all breakers close, counts are exact.</summary>
internal sealed class Rest(World world, Func<Func<bool>, TimeSpan, bool> advance)
{
    // A report sent in the last instant of a fault times out first, after 2 s; then the next may wait as long.
    private static readonly TimeSpan AsksAgain = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3.5);
    // Storage may hang for the store's own budget, and the store then waits as long before it tries again.
    private static readonly TimeSpan StorageSettles = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(8);

    private TimeSpan _checkedAt = TimeSpan.MinValue / 2;

    public void Check()
    {
        var began = world.Schedule.Now;
        if (!Reach(InTouch, began + AsksAgain + Slack) || !Reach(Agree, began + world.Timings.LeaseDuration + Slack))
            return;
        world.History.Note(What.Agrees, "all", (world.Schedule.Now - began).Ticks);
        // Waits until no message or storage operation is under way.
        var arrived = began + TimeSpan.FromMilliseconds(world.Network.LatestMilliseconds);
        if (!Reach(() => world.Schedule.Now > arrived && world.Storage.UnderWay == 0 && Living().All(one => one.IsSettled), world.Schedule.Now + StorageSettles))
            return;
        // A row is read when an activation starts or finds its ETag outdated: an activation that is behind its row is restarted.
        foreach (var behind in Living().Where(one => one.IsBehindItsRow).ToList())
            behind.Deactivate();
        if (!Reach(() => Agree() && Living().All(one => one.IsSettled), world.Schedule.Now + StorageSettles))
            return;
        foreach (var grain in Living())
            world.Oracle.CheckCommands(grain);
        Release();
        var settings = world.Scenario.Settings;
        var closes = LongestCall + (settings.MaxBreakDuration * 2) + (ProbeLeases.Length(settings, world.Timings) * 3) + world.Timings.LeaseDuration + Slack;
        if (!Reach(() => Agree() && Closed(), world.Schedule.Now + closes))
            return;
        if (world.Scenario.IsExact)
            CheckExact();
    }

    private bool Reach(Func<bool> what, TimeSpan until)
    {
        var reached = advance(() =>
        {
            // The check costs more than a step.
            if (world.Schedule.Now - _checkedAt < TimeSpan.FromMilliseconds(50))
                return false;
            _checkedAt = world.Schedule.Now;
            return what();
        }, until);
        if (!reached && world.Violation is null)
            world.Violate($"stuck: {Disagreement()}");
        return reached;
    }

    private IEnumerable<Activation> Living() =>
        Enumerable.Range(0, world.Scenario.Breakers).SelectMany(world.Directory.Living);

    private bool InTouch() => world.Hosts.All(host => host.Breakers.All(breaker => !breaker.Protocol.IsAlone));

    private bool Agree()
    {
        for (var breaker = 0; breaker < world.Scenario.Breakers; breaker++)
        {
            if (world.Directory.Living(breaker).Take(2).ToList() is not [var grain])
                return false;
            foreach (var host in world.Hosts)
                if (host.Breakers[breaker].Protocol is var protocol
                    && (protocol.IsAlone || protocol.LastSnapshot?.Stamp != grain.Coordinator.Stamp))
                    return false;
        }

        return true;
    }

    private bool Closed() =>
        Living().All(one => one.Coordinator.State.State == BreakerState.Closed)
        && world.Hosts.All(host => host.Breakers.All(breaker => breaker.Waiters == 0 && breaker.Protocol.View(host.Now).Mode == GuardMode.Counting));

    private void Release()
    {
        foreach (var grain in Living().ToList())
        {
            if (grain.Coordinator.State.State is BreakerState.Isolated or BreakerState.Disabled)
                grain.Operate(new OperatorCommand(-1, new BreakerEvent.ClosedByOperator(), null), _ => { });
            if (grain.Coordinator.Settings != world.Scenario.Settings)
                grain.Operate(new OperatorCommand(-1, null, null), _ => { });
        }
    }

    private void CheckExact()
    {
        // Waits until the last call has ended and the last report has arrived.
        world.CallEvery = double.PositiveInfinity;
        var until = world.Schedule.Now + LongestCall + TimeSpan.FromSeconds(3);
        advance(() => world.Schedule.Now >= until, TimeSpan.MaxValue);
        foreach (var grain in Living())
        {
            var counted = grain.Coordinator.State.Window.Total(grain.Now, grain.Coordinator.Settings.SamplingDuration);
            var made = world.Hosts.Select(host => host.Breakers[grain.Breaker].Made).Aggregate((a, b) => a.Then(b));
            var lost = world.Oracle.MadeByTheDead(grain.Breaker);
            if (counted.Successes < made.Successes || counted.Failures < made.Failures || counted.Slow < made.Slow ||
                counted.Successes > made.Successes + lost.Successes || counted.Failures > made.Failures + lost.Failures ||
                counted.Slow > made.Slow + lost.Slow)
                world.Violate($"{grain}: counts {counted} at rest, where {made} calls were made, and {lost} by hosts that died");
        }
    }

    private string Disagreement() => string.Join("; ", Living().Select(grain =>
        $"{grain} {grain.Coordinator.State.State} {grain.Coordinator.State.Generation} {grain.Coordinator.Stamp} settled {grain.IsSettled}, " +
        string.Join(", ", world.Hosts.Select(host => host.Breakers[grain.Breaker]).Select(breaker =>
            $"{breaker} {breaker.Protocol.LastSnapshot?.State} {breaker.Protocol.LastSnapshot?.Stamp} " +
            $"{(breaker.Protocol.IsAlone ? "alone " : "")}own {breaker.Protocol.Own.State} {breaker.Protocol.View(breaker.Host.Now).Mode} {breaker.Waiters} wait"))));
}
