using Failfast.Contract;
using Failfast.Machine;

namespace Failfast.Tests.Machine;

/// <summary>Hosts that probe a <see cref="OneBreaker"/>.</summary>
internal static class Probing
{
    public static readonly Guid A = new("00000000-0000-0000-0000-0000000000a0");
    public static readonly Guid B = new("00000000-0000-0000-0000-0000000000b0");
    public static readonly Guid C = new("00000000-0000-0000-0000-0000000000c0");

    /// <summary>Opened by as many failures as are needed, its break of a second over.</summary>
    public static OneBreaker AtTheEndOfABreak(BreakerSettings settings) => new OneBreaker(settings).Play("F +1s =H");

    public static ProbeLease? Ask(this OneBreaker breaker, Guid host, bool hasBetter = false, long[]? known = null) =>
        breaker.Apply(new BreakerEvent.ProbeRequested(host, hasBetter, known)).Lease;

    public static ProbeLease Granted(this OneBreaker breaker, Guid host) => Assert.NotNull(breaker.Ask(host));

    public static MachineStep End(this OneBreaker breaker, ProbeLease lease, ProbeOutcome outcome, double lasted = 0) =>
        breaker.Apply(new BreakerEvent.ProbeEnded(lease.Host, lease.Generation, lease.Number, outcome, TimeSpan.FromSeconds(lasted)));
}
