using Failfast.Contract;

namespace Failfast.Tests.Fixtures;

/// <summary>Makes the breaker grains unreachable for a process, in one of the two ways that happen.</summary>
public sealed class GrainOutage : IOutgoingGrainCallFilter
{
    public enum Kind
    {
        None,

        /// <summary>As after the loss of a silo: the call hangs.</summary>
        Hang,

        /// <summary>As with no gateway left: the call fails at once.</summary>
        Refuse,
    }

    private int _calls;
    private int _inFlight;

    public Kind Now { get; set; }

    /// <summary>Calls that met the outage.</summary>
    public int Calls => _calls;

    /// <summary>Calls on their way, that have not met one.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(IBreakerHub))
        {
            await context.Invoke();
            return;
        }

        switch (Now)
        {
            case Kind.Hang:
                Interlocked.Increment(ref _calls);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
                break;
            case Kind.Refuse:
                Interlocked.Increment(ref _calls);
                throw new TimeoutException("no grain");
            default:
                await Pass(context);
                break;
        }
    }

    private async Task Pass(IOutgoingGrainCallContext context)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            await context.Invoke();
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
