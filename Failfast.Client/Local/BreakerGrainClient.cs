using Failfast.Contract;

namespace Failfast.Local;

/// <summary>The calls of one breaker to its grain, and nothing else. No answer in time is a reply of null.</summary>
internal sealed class BreakerGrainClient
{
    private readonly Func<IBreakerObserver> _observer;
    private readonly Func<FailureCause[]?> _causes;
    private readonly Action<Exception> _unanswered;
    private readonly IBreakerHub _hub;

    /// <param name="grains">Of the process.</param>
    /// <param name="name">The breaker's.</param>
    /// <param name="observer">Where the grain pushes to; made when first needed.</param>
    /// <param name="causes">What made the last failures here; null for none.</param>
    /// <param name="unanswered">Told why there is no answer.</param>
    public BreakerGrainClient(
        IGrainFactory grains, string name, Func<IBreakerObserver> observer, Func<FailureCause[]?> causes, Action<Exception> unanswered)
    {
        (_observer, _causes, _unanswered) = (observer, causes, unanswered);
        // By its id: its type's name would be looked up in what the silos have said of theirs, if one of them has.
        var id = BreakerGrainId.Of(name);
        Reference = grains.GetGrain<IBreakerGrain>(id);
        _hub = grains.GetGrain<IBreakerHub>(id);
    }

    /// <summary>For <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference { get; }

    public Task<GrainReply?> Report(HostReport report) => Call((it: this, report), static on => on.it._hub.Report(on.it.Complete(on.report)));

    public Task<GrainReply?> RequestProbe(HostReport report) => Call((it: this, report), static on => on.it._hub.RequestProbe(on.it.Complete(on.report)));

    public Task<GrainReply?> EndProbe(ProbeReport report) => Call((_hub, report), static it => it._hub.EndProbe(it.report));

    private async Task<GrainReply?> Call<T>(T argument, Func<T, Task<GrainReply>> call)
    {
        try
        {
            return await call(argument).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _unanswered(error);
            return null;
        }
    }

    private HostReport Complete(HostReport report) => report with { Observer = _observer(), Causes = _causes() };
}
