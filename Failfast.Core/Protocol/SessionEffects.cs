using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>What a host has to do after a turn of its <see cref="HostSession"/>.</summary>
/// <param name="Report">Must be sent; its reply goes to <see cref="HostSession.OnReportReply"/>.</param>
/// <param name="ProbeRequest">Must be sent; its reply goes to <see cref="HostSession.OnProbeReply"/>.</param>
/// <param name="ProbeEnds">Each must be sent; the replies go to <see cref="HostSession.OnProbeEndReply"/>.</param>
/// <param name="Starts">The session was asleep and needs sweeps from now on.</param>
/// <param name="TurnIn">The time after which a turn is needed, even if nothing happens.</param>
/// <param name="WarnGivenUp">Must be logged: callers give up all calls, and none is answered.</param>
/// <param name="HasNews">The grain has answered, or failed to: callers that wait for it must decide again.</param>
/// <param name="IsHeld">A report is due that may not be sent yet.</param>
internal readonly record struct SessionEffects(
    HostReport? Report, HostReport? ProbeRequest, IReadOnlyList<ProbeReport> ProbeEnds, bool Starts, TimeSpan? TurnIn, bool WarnGivenUp, bool HasNews,
    bool IsHeld);
