using Failfast.Contract;

namespace Failfast.Local;

/// <summary>Calls one breaker's grain. The reply is null if none came in time.</summary>
internal sealed class BreakerGrainClient
{
    private readonly Func<HostReport, HostReport> _complete;
    private readonly Action<Exception> _unanswered;
    private readonly IBreakerHub _hub;

    /// <param name="grains">The process's grain factory.</param>
    /// <param name="name">The breaker's name.</param>
    /// <param name="complete">Adds to a message what only this process knows.</param>
    /// <param name="unanswered">Called with the error when there is no answer.</param>
    public BreakerGrainClient(
        IGrainFactory grains, string name, Func<HostReport, HostReport> complete, Action<Exception> unanswered)
    {
        (_complete, _unanswered) = (complete, unanswered);
        // By grain id: a lookup by interface would fail before the client has the silos' manifest.
        var id = BreakerGrainId.Of(name);
        Reference = grains.GetGrain<IBreakerGrain>(id);
        _hub = grains.GetGrain<IBreakerHub>(id);
    }

    /// <summary>For <c>GetBreaker</c>.</summary>
    public IBreakerGrain Reference { get; }

    public Task<GrainReply?> Report(HostReport report) => Call((it: this, report), static on => on.it._hub.Report(on.it._complete(on.report)));

    public Task<GrainReply?> RequestProbe(HostReport report) => Call((it: this, report), static on => on.it._hub.RequestProbe(on.it._complete(on.report)));

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
}
