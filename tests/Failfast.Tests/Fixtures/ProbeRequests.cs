using Failfast.Contract;

namespace Failfast.Tests.Fixtures;

/// <summary>Counts how often a process asks its breaker grains for leave to probe, and can hold the answers up.</summary>
public sealed class ProbeRequests : IOutgoingGrainCallFilter
{
    private int _count;

    public int Count => _count;

    /// <summary>What every answer waits for, if anything.</summary>
    public Task? Held { get; set; }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        await context.Invoke();
        if (context.InterfaceMethod.DeclaringType != typeof(IBreakerHub) || context.InterfaceMethod.Name != nameof(IBreakerHub.RequestProbe))
            return;
        var held = Held;
        Interlocked.Increment(ref _count);
        if (held is not null)
            await held;
    }
}
