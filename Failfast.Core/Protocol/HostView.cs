namespace Failfast.Protocol;

/// <summary>How a host sees its breaker until something changes.</summary>
/// <param name="Mode">What it does with calls.</param>
/// <param name="State">The state it shows, as it will be at <paramref name="OpenUntil"/> when that is past: half-open.</param>
/// <param name="Scope">Who says so.</param>
/// <param name="OpenUntil">When the break ends; null for a state without end.</param>
/// <param name="Reason">Why.</param>
/// <param name="Breaks">Breaks in a row.</param>
/// <param name="Ticket">What calls let through now belong to.</param>
/// <param name="RampUpFrom">When it closed, while it admits but a growing share of calls.</param>
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
    public BreakerState StateAt(TimeSpan now) =>
        State is BreakerState.Open or BreakerState.Isolated && now >= OpenUntil ? BreakerState.HalfOpen : State;

    /// <summary>Until when calls are rejected, or let through, without another thought; those let in to be counted need none.</summary>
    public TimeSpan HoldsUntil => Mode is GuardMode.Rejecting or GuardMode.PassThrough ? OpenUntil ?? TimeSpan.MaxValue : TimeSpan.MinValue;

    /// <summary>Whether the next call is met as <see cref="Mode"/> says, without another thought.</summary>
    public bool HoldsAt(TimeSpan now) => Mode == GuardMode.Counting || now < HoldsUntil;

    public TimeSpan? RetryAfterAt(TimeSpan now) => State switch
    {
        BreakerState.Isolated when OpenUntil is null => null,
        BreakerState.Open or BreakerState.HalfOpen or BreakerState.Isolated when OpenUntil > now => OpenUntil - now,
        _ => TimeSpan.Zero,
    };
}
