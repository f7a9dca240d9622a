namespace Failfast.Protocol;

/// <summary>How a host sees its breaker until something changes.</summary>
/// <param name="Mode">What it does with calls.</param>
/// <param name="State">The state, which reads half-open once <paramref name="OpenUntil"/> is past.</param>
/// <param name="Scope">Who decided on the state.</param>
/// <param name="OpenUntil">When the break ends; null for a state without end.</param>
/// <param name="Reason">Why, in words for people.</param>
/// <param name="Breaks">Breaks in a row.</param>
/// <param name="Ticket">The ticket of calls that are let through now.</param>
/// <param name="RampUpFrom">When the breaker closed, while it ramps up; else null.</param>
internal readonly record struct HostView(
    GuardMode Mode,
    BreakerState State,
    BreakerScope Scope,
    TimeSpan? OpenUntil,
    string? Reason,
    int Breaks,
    CallTicket Ticket,
    TimeSpan? RampUpFrom = null)
{
    /// <summary>The reason of a state that is not known yet (<see cref="BreakerSettings.RejectUntilKnown"/>).</summary>
    public const string NotKnown = "its state is not known yet";

    /// <summary>Whether calls are rejected because the state is not known yet.</summary>
    public bool RejectsUntilKnown => Mode == GuardMode.Rejecting && Reason == NotKnown;

    /// <summary>Whether the next call may be a probe: the break is over, and the breaker half-open or about to be.</summary>
    public bool AwaitsProbe => Mode == GuardMode.Undecided && State is BreakerState.Open or BreakerState.Isolated or BreakerState.HalfOpen;

    public BreakerState StateAt(TimeSpan now) =>
        State is BreakerState.Open or BreakerState.Isolated && now >= OpenUntil ? BreakerState.HalfOpen : State;

    /// <summary>Until when calls are rejected or passed uncounted without a new decision.</summary>
    public TimeSpan HoldsUntil => Mode is GuardMode.Rejecting or GuardMode.PassThrough ? OpenUntil ?? TimeSpan.MaxValue : TimeSpan.MinValue;

    /// <summary>Whether <see cref="Mode"/> applies to the next call without a new decision.</summary>
    public bool HoldsAt(TimeSpan now) => Mode == GuardMode.Counting || now < HoldsUntil;

    public TimeSpan? RetryAfterAt(TimeSpan now) => State switch
    {
        BreakerState.Isolated when OpenUntil is null => null,
        BreakerState.Open or BreakerState.HalfOpen or BreakerState.Isolated when OpenUntil > now => OpenUntil - now,
        _ => TimeSpan.Zero,
    };
}
