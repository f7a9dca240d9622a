using Failfast.Contract;

namespace Failfast.Host;

/// <summary>
/// The calls of one breaker to its grain. None is awaited by a guarded call beyond its budget, and none runs in the context of
/// the grain or request that happened to cause it.
/// </summary>
internal sealed class GrainLink
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);

    private readonly HostBreaker _breaker;
    private readonly HostBreakers _host;
    private readonly IBreakerHub _hub;
    private TaskCompletionSource? _word;

    public GrainLink(HostBreaker breaker, HostBreakers host)
    {
        _breaker = breaker;
        _host = host;
        // By its id: its type's name would be looked up in what the silos have said of theirs, if one of them has.
        var id = BreakerGrainId.Of(breaker.Name);
        Reference = host.Grains.GetGrain<IBreakerGrain>(id);
        _hub = host.Grains.GetGrain<IBreakerHub>(id);
    }

    public IBreakerGrain Reference { get; }

    public void Send(HostReport? report)
    {
        if (report is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Link.Report(work.Report), (Link: this, Report: report), false);
    }

    /// <summary>Call before the report that <see cref="WaitForWord"/> waits for is sent.</summary>
    public void ExpectWord()
    {
        if (_word is null)
            Interlocked.CompareExchange(ref _word, new(TaskCreationOptions.RunContinuationsAsynchronously), null);
    }

    public void WakeWaiting() => Interlocked.Exchange(ref _word, null)?.TrySetResult();

    /// <summary>Waits for any answer of the grain.</summary>
    /// <returns>False if the budget ran out first.</returns>
    public async ValueTask<bool> WaitForWord(TimeSpan budget, CancellationToken cancellationToken)
    {
        if (budget <= TimeSpan.Zero)
            return false;
        if (Volatile.Read(ref _word) is not { } word)
            return true;
        try
        {
            await word.Task.WaitAsync(budget, _host.Clock.Provider, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Asks for a permit, and waits for the answer within the budget. The permit is kept by the breaker, for this caller or, if it
    /// comes too late for him, for the next: a grain that is far, or busy, would grant permits that nobody uses, and the breaker
    /// would stay half-open.
    /// </summary>
    public async ValueTask AskPermit(TimeSpan budget, CancellationToken cancellationToken)
    {
        try
        {
            await AskPermit().WaitAsync(budget > TimeSpan.Zero ? budget : TimeSpan.Zero, _host.Clock.Provider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // For the next one, then.
        }
    }

    /// <summary>Asks for a permit that the next caller finds.</summary>
    public Task AskPermit()
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(RequestPermit);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(RequestPermit);
    }

    /// <summary>Tells the grain how a probe ended, again and again until it answers, or for as long as the permit was given for.</summary>
    public void EndProbe(ProbePermit permit, ProbeOutcome outcome) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => _ = work.Link.EndProbeAsync(work.Permit, work.Outcome),
            (Link: this, Permit: permit, Outcome: outcome), false);

    private async Task Report(HostReport report)
    {
        GrainReply? reply = null;
        try
        {
            reply = await _hub.Report(Complete(report)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _breaker.GrainUnreachable(error);
        }

        _breaker.ReportEnded(reply);
    }

    // Ends when the grain answers, or does not within the call's response time-out; until then no other permit is asked for.
    private async Task RequestPermit()
    {
        GrainReply? reply = null;
        try
        {
            reply = await _hub.RequestProbe(Complete(_breaker.PermitRequest())).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _breaker.GrainUnreachable(error);
        }

        if (!_breaker.PermitEnded(reply) && reply?.Permit is { } worthless)
            EndProbe(worthless, ProbeOutcome.Ignored);
    }

    private async Task EndProbeAsync(ProbePermit permit, ProbeOutcome outcome)
    {
        var end = _host.Clock.Now + permit.EndsIn;
        for (var wait = FirstRetry; ; wait *= 2)
        {
            try
            {
                _breaker.Replied(await _hub.EndProbe(_breaker.ProbeReport(permit, outcome)).ConfigureAwait(false));
                return;
            }
            catch (Exception error)
            {
                _breaker.GrainUnreachable(error);
                if (_host.Clock.Now + wait >= end)
                    return;
            }

            await Task.Delay(wait, _host.Clock.Provider).ConfigureAwait(false);
        }
    }

    private HostReport Complete(HostReport report) => report with { Observer = _host.Observer, Causes = _breaker.Causes };
}
