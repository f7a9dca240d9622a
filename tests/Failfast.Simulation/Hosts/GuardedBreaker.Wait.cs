using Failfast.Protocol;

namespace Failfast.Simulation;

/// <summary>Consumers that wait until calls are let through, and then make one.</summary>
internal sealed partial class GuardedBreaker
{
    private List<Action> _changed = [];
    private int _waiters;

    /// <summary>Consumers that wait at this moment.</summary>
    public int Waiters => _waiters;

    /// <summary>Like <c>WaitUntilAdmitting</c>, followed by a call.</summary>
    public void WaitThenGuard()
    {
        if (_gate.View.Mode == GuardMode.Counting)
        {
            Guard();
            return;
        }

        _waiters++;
        Turn(() => _session.Activate(Now));
        Look();
    }

    private void Look()
    {
        var (isWaiting, hasChanged) = (false, false);
        // Before the decision, so that no change is missed.
        _changed.Add(Again);
        if (_gate.View.Mode == GuardMode.Counting || _gate.View.HoldsAt(Now))
            Decided(_gate.View.Mode != GuardMode.Rejecting);
        else
            Decide(new Attempt(Caller.Consumer, Now + _world.Timings.ColdStartBudget), default);

        void Decide(Attempt attempt, (Contract.Stamp? Heard, int Decisions) before)
        {
            var sinceNews = CountSinceNews(before);
            if (sinceNews.Decisions > MostDecisions)
            {
                _world.Violate($"{this}: a consumer is being decided on without end");
                return;
            }

            Begin();
            var decision = _session.Admit(ref attempt, Now, _host.Dice.Share(), out _);
            End();
            if (decision is Decision.AwaitSnapshot or Decision.RequestProbe)
                WaitForNews(attempt.Deadline - Now, () => Decide(attempt, sinceNews));
            else
                Decided(decision != Decision.Reject);
        }

        void Decided(bool isAdmitting)
        {
            if (isAdmitting)
            {
                _waiters--;
                _host.After(_host.Dice.Milliseconds(0, 20), Guard);
                return;
            }

            isWaiting = true;
            _host.After(hasChanged ? TimeSpan.Zero : _session.LookAgainIn(Now), Again);
        }

        void Again()
        {
            hasChanged = true;
            if (!isWaiting)
                return;
            isWaiting = false;
            Look();
        }
    }

    private void WakeWaiters()
    {
        var all = _changed;
        _changed = [];
        foreach (var wake in all)
            _host.After(TimeSpan.Zero, wake);
    }
}
