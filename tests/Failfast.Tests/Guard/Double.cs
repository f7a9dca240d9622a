namespace Failfast.Tests.Guard;

/// <summary>A breaker grain that can't guard.</summary>
internal class Stranger : IBreakerGrain
{
    public Task<BreakerStatus> Isolate(string? reason = null) => throw new NotSupportedException();

    public Task<BreakerStatus> Close() => throw new NotSupportedException();

    public Task<BreakerStatus> Disable() => throw new NotSupportedException();

    public Task<BreakerStatus> Enable() => throw new NotSupportedException();

    public Task<BreakerStatus> Configure(BreakerSettings? settings) => throw new NotSupportedException();

    public Task<BreakerDetails> GetDetails() => throw new NotSupportedException();

    public Task<BreakerStatus> GetStatus() => throw new NotSupportedException();
}

/// <summary>As a user of the package might write it.</summary>
internal sealed class Double : Stranger, IBreakerGuard
{
    public required bool IsOpen { get; set; }

    public int Guarded { get; private set; }

    public BreakerSnapshot Snapshot => new()
    {
        Name = "double", Settings = new(), State = IsOpen ? BreakerState.Open : BreakerState.Closed,
    };

    public ValueTask<T> Guard<TState, T>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        Guarded++;
        return IsOpen
            ? throw new BreakerOpenException("double", BreakerState.Open, TimeSpan.FromSeconds(1), null)
            : call(state, cancellationToken);
    }
}
