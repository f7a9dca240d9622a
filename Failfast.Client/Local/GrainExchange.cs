using Failfast.Contract;
using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>
/// Runs turns and carries out their effects: sends messages to the grain, and applies each reply where its request was sent. Messages
/// never run in the context of the grain or request that caused them.
/// </summary>
/// <param name="turns">The breaker's turns.</param>
/// <param name="grain">The breaker's grain.</param>
/// <param name="changes">Notified after each turn.</param>
/// <param name="pacing">Says when a report may be sent that can wait.</param>
/// <param name="clock">The process's clock.</param>
/// <param name="meter">Counts the messages.</param>
/// <param name="propagation">Told of reports of failures and their answers.</param>
/// <param name="start">Starts to sweep the breaker.</param>
/// <param name="hasten">Brings the next sweep forward.</param>
/// <param name="warnGivenUp">Warns that callers give up all calls.</param>
/// <param name="sendsInline">Whether the grain is in memory (<see cref="IInMemoryGrains"/>).</param>
internal sealed class GrainExchange(
    BreakerTurns turns, BreakerGrainClient grain, StateChanges changes, ReportPacing pacing, HostClock clock, BreakerMeter meter,
    PropagationTimer propagation,
    Action start, Action<TimeSpan> hasten, Action warnGivenUp, bool sendsInline)
{
    private TaskCompletionSource? _news;
    private int _waits;

    /// <summary>Completes when the grain next answers, or fails to. Call it before the turn that sends the request.</summary>
    public Task NextNews()
    {
        if (Volatile.Read(ref _news) is { } known)
            return known.Task;
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _news, mine, null) ?? mine).Task;
    }

    public TResult Turn<TArgument, TResult>(TArgument argument, TurnStep<TArgument, TResult> step)
    {
        var result = turns.Take(argument, step, pacing.HasRoom, out var effects);
        Do(effects);
        return result;
    }

    public void Turn<TArgument>(TArgument argument, Action<HostSession, TArgument, TimeSpan, double> step) =>
        Turn((argument, step), static (session, it, now, random) =>
        {
            it.step(session, it.argument, now, random);
            return true;
        });

    /// <summary>Waits for news, or until a time of <see cref="HostClock.Now"/>, whichever comes first.</summary>
    public async ValueTask Wait(Task news, TimeSpan until, CancellationToken cancellationToken)
    {
        var atMost = until - clock.Now;
        try
        {
            await news.WaitAsync(atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, clock.Provider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The caller decides again.
        }
    }

    /// <summary>Carries out a turn's effects.</summary>
    public void Do(in SessionEffects effects) => Do(effects, admitted: null);

    /// <param name="effects">Of a turn.</param>
    /// <param name="admitted">When its report was counted as under way, if it was.</param>
    private void Do(in SessionEffects effects, int? admitted)
    {
        if (effects.Starts)
            start();
        if (effects.Report is { } report)
            Send((report, period: admitted ?? pacing.Sent()), static (it, sent) => it.Report(sent.report, sent.period));
        else if (admitted is { } period)
            pacing.Ended(period);
        if (effects.IsHeld && Interlocked.Exchange(ref _waits, 1) == 0)
            pacing.Wait(ReportNow);
        if (effects.ProbeRequest is { } request)
            Send(request, static (it, request) => it.RequestProbe(request));
        foreach (var end in effects.ProbeEnds)
            Send(end, static (it, end) => it.EndProbe(end));
        if (effects.TurnIn is { } wait)
            hasten(wait);
        if (effects.WarnGivenUp)
            warnGivenUp();
        if (effects.HasNews)
            Interlocked.Exchange(ref _news, null)?.TrySetResult();
        changes.Notify();
    }

    private void ReportNow(int admitted)
    {
        Volatile.Write(ref _waits, 0);
        turns.Take(0, static (_, _, _, _) => true, mayReport: true, out var effects);
        Do(effects, admitted);
    }

    private async Task Report(HostReport report, int period)
    {
        if (report.Counts?.Any(entry => entry.Counts.IsUrgent) == true)
            propagation.Sent(clock.Now);
        var reply = await grain.Report(report).ConfigureAwait(false);
        pacing.Ended(period, reply is not null);
        meter.Sent("report", reply is not null);
        Turn(reply, static (session, reply, now, _) => session.OnReportReply(reply, now));
        if (reply is not null)
            propagation.Answered(clock.Now);
    }

    private async Task RequestProbe(HostReport request)
    {
        var reply = await grain.RequestProbe(request).ConfigureAwait(false);
        meter.Sent("probe_request", reply is not null);
        Turn(reply, static (session, reply, now, _) => session.OnProbeReply(reply, now));
    }

    private async Task EndProbe(ProbeReport end)
    {
        var reply = await grain.EndProbe(end).ConfigureAwait(false);
        meter.Sent("probe_end", reply is not null);
        Turn((end, reply), static (session, it, now, _) => session.OnProbeEndReply(it.end, it.reply, now));
    }

    private void Send<T>(T message, Func<GrainExchange, T, Task> send)
    {
        if (sendsInline)
            _ = send(this, message);
        else
            ThreadPool.UnsafeQueueUserWorkItem(
                static work => _ = work.send(work.it, work.message), (it: this, message, send), preferLocal: false);
    }
}
