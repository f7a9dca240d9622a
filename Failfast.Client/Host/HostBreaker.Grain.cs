using Failfast.Contract;
using Failfast.Protocol;
using Microsoft.Extensions.Logging;

namespace Failfast.Host;

/// <summary>What <see cref="GrainLink"/> needs of a breaker.</summary>
internal sealed partial class HostBreaker
{
    public HostReport PermitRequest()
    {
        lock (_turn)
            return _protocol.PermitRequest(Clock.Now);
    }

    /// <summary>Keeps the permit that the answer brought for whoever asked, or comes.</summary>
    /// <returns>False if it brought none that is worth keeping.</returns>
    public bool PermitEnded(GrainReply? reply)
    {
        lock (_turn)
        {
            var now = Begin();
            CallTicket? ticket = null;
            if (reply is null)
                _protocol.PermitUnanswered(now);
            else
                ticket = _protocol.PermitAnswered(reply, now);
            // What nobody sweeps nobody would give back.
            var keeps = ticket is not null && _isActive;
            if (keeps)
                _kept.Put(ticket!.Value, isPromised: false, now);
            Regate(now);
            return keeps;
        }
    }

    public ProbeReport ProbeReport(ProbePermit permit, ProbeOutcome outcome)
    {
        lock (_turn)
            return _protocol.ProbeReport(permit, outcome, Clock.Now);
    }

    public void Replied(GrainReply reply)
    {
        HostReport? report;
        lock (_turn)
        {
            var now = Begin();
            _protocol.Replied(reply, now);
            report = End(now);
        }

        _grain.Send(report);
    }

    public void GrainUnreachable(Exception error)
    {
        LogUnreachable(error, Name);
        if (_protocol.IsAlone)
            _host.AloneWarning.Say(Name, error);
    }

    [LoggerMessage(3, LogLevel.Debug, "The grain of breaker '{Breaker}' did not answer.")]
    private partial void LogUnreachable(Exception error, string breaker);
}
