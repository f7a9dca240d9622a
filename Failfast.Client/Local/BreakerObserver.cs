using Failfast.Contract;

namespace Failfast.Local;

/// <summary>Receives the grains' pushes: one object for all breakers of the process.</summary>
internal sealed class BreakerObserver(BreakerRegistry breakers) : IBreakerObserver
{
    public Task Push(string breaker, GrainSnapshot snapshot)
    {
        if (breakers.TryGet(breaker, out var known))
            known.Pushed(snapshot);
        return Task.CompletedTask;
    }

    public Task RequestReport(string breaker)
    {
        if (breakers.TryGet(breaker, out var known))
            known.ReportRequested();
        return Task.CompletedTask;
    }

    public Task Grant(string breaker, GrainReply reply, TimeSpan at)
    {
        if (breakers.TryGet(breaker, out var known))
            known.Granted(reply, at);
        return Task.CompletedTask;
    }

    public Task Offer(string breaker)
    {
        if (breakers.TryGet(breaker, out var known))
            known.Offered();
        return Task.CompletedTask;
    }

    public Task Recall(string breaker, long number)
    {
        if (breakers.TryGet(breaker, out var known))
            known.Recalled(number);
        return Task.CompletedTask;
    }
}
