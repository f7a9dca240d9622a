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

    public CallTicket? PermitEnded(GrainReply? reply)
    {
        lock (_turn)
        {
            var now = Begin();
            CallTicket? ticket = null;
            if (reply is null)
                _protocol.PermitUnanswered(now);
            else
                ticket = _protocol.PermitAnswered(reply, now);
            Regate(now);
            return ticket;
        }
    }

    /// <summary>Nobody waits for it any more: the next caller finds it here.</summary>
    public void Spare(CallTicket probe)
    {
        lock (_turn)
            _kept.Spare(probe, Clock.Now);
        // So that it is given back if nobody comes.
        StayActive();
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

    public void GrainUnreachable(Exception error) => LogUnreachable(error, Name);

    [LoggerMessage(3, LogLevel.Debug, "The grain of breaker '{Breaker}' did not answer.")]
    private partial void LogUnreachable(Exception error, string breaker);
}
