using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>What a host has to do after a turn of its <see cref="HostSession"/>.</summary>
/// <param name="Report">To send; its reply goes to <see cref="HostSession.OnReportReply"/>.</param>
/// <param name="ProbeRequest">To send; its reply goes to <see cref="HostSession.OnProbeReply"/>.</param>
/// <param name="ProbeEnds">Each to tell; the replies go to <see cref="HostSession.OnProbeEndReply"/>.</param>
/// <param name="Starts">It slept, and needs sweeps from now on.</param>
/// <param name="TurnIn">A turn is needed then, though nothing happens.</param>
/// <param name="WarnGivenUp">Calls hang unseen: to be said once.</param>
/// <param name="HasNews">The grain has been heard, or has failed to answer: those who wait for it look again.</param>
internal readonly record struct SessionEffects(
    HostReport? Report, HostReport? ProbeRequest, IReadOnlyList<ProbeReport> ProbeEnds, bool Starts, TimeSpan? TurnIn, bool WarnGivenUp, bool HasNews);
