using Failfast.Contract;
using Failfast.Local;
using Failfast.Machine;

namespace Failfast.Testing;

/// <summary>
/// A breaker for tests, without a cluster: this process's real breaker, over a breaker's grain in memory. Use it wherever an
/// <see cref="IBreakerGrain"/> is. A command of the script is in force when it returns: the very next call is treated accordingly.
/// </summary>
/// <remarks>
/// Between commands the real rules apply. Failures of guarded calls open it, a break ends when its clock says so, and probes close it or
/// open it again; what follows from a call is done when the call has returned. So that breaks are exact, their jitter is off unless
/// <c>configure</c> sets it.
/// </remarks>
public sealed partial class FakeBreaker : IBreakerGrain, ILocalBreakerOwner
{
    private readonly ScriptedGrain _grain;
    private readonly LocalBreaker _local;

    /// <summary>Creates a closed breaker.</summary>
    /// <param name="name">The breaker's name.</param>
    /// <param name="configure">Its settings, as <see cref="FailfastOptions.Defaults"/> or by name, and what counts as a failure.</param>
    /// <param name="time">Its clock; the system's by default. Give it a <c>FakeTimeProvider</c> to end breaks without waiting.</param>
    /// <exception cref="ArgumentException">The name is not valid (<see cref="BreakerName"/>).</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is out of range; the message lists every error.</exception>
    public FakeBreaker(string name, Action<FailfastOptions>? configure = null, TimeProvider? time = null)
    {
        Name = BreakerName.Check(name);
        var process = new FakeProcess(new FakeGrainFactory(Find), time ?? TimeProvider.System, configure);
        _grain = new ScriptedGrain(name, process.Settings.For(name), process.Settings.Timings, process.Breakers.Clock);
        _local = process.Breakers.Get(name);
        _grain.Changed = _local;
        _local.Pushed(_grain.Snapshot());
        Calls = new RecordedCalls(_local);
    }

    /// <summary>The breaker's name.</summary>
    public string Name { get; }

    /// <summary>The guarded calls so far, by how they ended.</summary>
    public RecordedCalls Calls { get; }

    // Each call is decided by what the grain says now, however long ago the last one was.
    LocalBreaker ILocalBreakerOwner.LocalBreaker
    {
        get
        {
            _local.Pushed(_grain.Snapshot());
            return _local;
        }
    }

    /// <summary>Opens it: calls are rejected until the break is over, and then probes decide.</summary>
    /// <param name="retryAfter">How long the break lasts, by its clock: above zero, at most 7 days. By default the settings' <see cref="BreakerSettings.BreakDuration"/>.</param>
    /// <param name="reason">What rejected callers are told.</param>
    /// <exception cref="ArgumentOutOfRangeException">The break is too short or too long.</exception>
    public void Open(TimeSpan? retryAfter = null, string? reason = null)
    {
        var length = retryAfter ?? _grain.Settings.BreakDuration;
        if (length <= TimeSpan.Zero || length > BreakerSettingsRules.LongestBreak)
            throw new ArgumentOutOfRangeException(
                nameof(retryAfter), length, $"A break lasts above 0 and at most {BreakerSettingsRules.LongestBreak.Days} days. To hold the breaker open without end, call {nameof(Isolate)}().");
        _grain.Break(length, Checked(reason) ?? "opened by the test");
    }

    /// <summary>Ends the break: that many calls at a time are let through as probes, which decide, and all others are rejected.</summary>
    /// <param name="permits">From 1 to 1,000; stays in force as <see cref="BreakerSettings.HalfOpenPermits"/>.</param>
    /// <exception cref="ArgumentException">The number is out of range.</exception>
    public void HalfOpen(int permits = 1)
    {
        _grain.Permit(permits);
        _grain.Break(TimeSpan.Zero, "half-opened by the test");
    }

    /// <summary>Holds it open until <see cref="Close"/>, as an operator would.</summary>
    /// <param name="reason">What rejected callers are told: at most 1,024 characters.</param>
    public void Isolate(string? reason = null) => _grain.Operate(CommandRules.Isolation(reason, duration: null));

    /// <summary>Closes it and forgets its counts.</summary>
    public void Close() => _grain.Operate(new BreakerEvent.ClosedByOperator());

    private static string? Checked(string? reason)
    {
        _ = CommandRules.Isolation(reason, duration: null);
        return reason;
    }

    private IAddressable? Find(Type type, string name) => type == typeof(IBreakerHub) ? _grain : type == typeof(IBreakerGrain) ? this : null;
}
