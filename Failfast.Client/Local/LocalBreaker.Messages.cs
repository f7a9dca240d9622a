using Failfast.Contract;

namespace Failfast.Local;

/// <summary>Messages of the grain, answers to operators, and changes of configuration.</summary>
internal sealed partial class LocalBreaker
{
    /// <summary>The grain has pushed a snapshot.</summary>
    public void Pushed(GrainSnapshot snapshot) =>
        _exchange.Turn(snapshot, static (session, snapshot, now, _) => session.OnPush(snapshot, now));

    /// <summary>The grain has answered an operator in this process.</summary>
    public void Answered(GrainSnapshot snapshot) =>
        _exchange.Turn(snapshot, static (session, snapshot, now, _) => session.OnAnswer(snapshot, now));

    /// <summary>The cluster's members have changed, so that the grain may be elsewhere.</summary>
    public void ClusterChanged() => _exchange.Turn(0, static (session, _, _, _) => session.OnClusterChanged());

    /// <summary>The grain requests a report now.</summary>
    public void ReportRequested() => _exchange.Turn(0, static (session, _, _, _) => session.OnReportRequested());

    /// <summary>The grain grants a probe lease that has become free.</summary>
    public void Granted(GrainReply reply, TimeSpan at) =>
        _exchange.Turn((reply, at), static (session, it, now, _) => session.OnGrant(it.reply, it.at, now));

    /// <summary>A probe lease is free, and this process is the next that may request it.</summary>
    public void Offered() => _exchange.Turn(0, static (session, _, now, _) => session.OnOffer(now));

    /// <summary>Another process would use the lease sooner.</summary>
    public void Recalled(long number) => _exchange.Turn(number, static (session, number, now, _) => session.OnRecall(number, now));

    /// <summary>Requests the grain's snapshot before the first call needs it.</summary>
    public void Prefetch() => _exchange.Turn(0, static (session, _, now, _) => session.Prefetch(now));

    /// <summary>This process's configuration has changed.</summary>
    public void Reconfigure(BreakerSettings settings) =>
        _exchange.Turn(settings, static (session, settings, _, _) => session.Reconfigure(settings));
}
