using Failfast.Contract;

namespace Failfast.Host;

/// <summary>The calls of one breaker to its grain, and nothing else. No answer in time is a reply of null.</summary>
internal sealed class BreakerGrainClient
{
    private readonly Func<IBreakerObserver> _observer;
    private readonly Action<Exception> _unanswered;
    private readonly IBreakerHub _hub;

    /// <param name="grains">Of the process.</param>
    /// <param name="name">The breaker's.</param>
    /// <param name="observer">Where the grain pushes to; made when first needed.</param>
    /// <param name="unanswered">Told why there is no answer.</param>
    public BreakerGrainClient(IGrainFactory grains, string name, Func<IBreakerObserver> observer, Action<Exception> unanswered)
    {
        (_observer, _unanswered) = (observer, unanswered);
        // By its id: its type's name would be looked up in what the silos have said of theirs, if one of them has.
        var id = BreakerGrainId.Of(name);
        Reference = grains.GetGrain<IBreakerGrain>(id);
        _hub = grains.GetGrain<IBreakerHub>(id);
    }

    /// <summary>For <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference { get; }

    public Task<GrainReply?> Report(HostReport report) => Call((_hub, report, _observer), static it => it._hub.Report(Complete(it.report, it._observer)));

    public Task<GrainReply?> RequestProbe(HostReport report) => Call((_hub, report, _observer), static it => it._hub.RequestProbe(Complete(it.report, it._observer)));

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

    private static HostReport Complete(HostReport report, Func<IBreakerObserver> observer) => report with { Observer = observer() };
}
