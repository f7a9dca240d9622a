using Failfast.Contract;

namespace Failfast.Tests.Cluster;

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

    public Kind Now { get; set; }

    /// <summary>Calls that met the outage.</summary>
    public int Calls => _calls;

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(IBreakerHub) || Now == Kind.None)
            return context.Invoke();
        Interlocked.Increment(ref _calls);
        return Now == Kind.Hang ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System) : throw new TimeoutException("no grain");
    }
}
