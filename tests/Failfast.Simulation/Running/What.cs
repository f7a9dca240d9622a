namespace Failfast.Simulation;

/// <summary>What a note is about.</summary>
internal enum What
{
    Begins,
    Fault,
    FaultEnds,
    Activated,
    Loaded,
    Stopped,
    Grain,
    Counted,
    Granted,
    ProbeBegins,
    ProbeEnds,
    Command,
    Durable,
    Stored,
    Heard,
    Reported,
    Own,
    CallEnds,
    Rejected,
    Forgets,
    Lost,
    Heals,
    Agrees,
    Violated,
    Down,
}
