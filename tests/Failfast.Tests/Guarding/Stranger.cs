using Failfast.Local;

namespace Failfast.Tests.Guarding;

/// <summary>A breaker grain that is no reference from Orleans.</summary>
internal class Stranger : IBreakerGrain
{
    public Task<BreakerStatus> Isolate(string? reason = null) => throw new NotSupportedException();

    public Task<BreakerStatus> IsolateFor(TimeSpan duration, string? reason = null) => throw new NotSupportedException();

    public Task<BreakerStatus> Reset() => throw new NotSupportedException();

    public Task<BreakerStatus> Close() => throw new NotSupportedException();

    public Task<BreakerStatus> Disable() => throw new NotSupportedException();

    public Task<BreakerStatus> Enable() => throw new NotSupportedException();

    public Task<BreakerStatus> Configure(BreakerSettings? settings) => throw new NotSupportedException();

    public Task<BreakerStatus> GetStatus() => throw new NotSupportedException();

    public Task<BreakerDetails> GetDetails() => throw new NotSupportedException();
}

/// <summary>One that brings the real local breaker, over a scripted grain.</summary>
internal sealed class StrangerWithBreaker(LocalBreaker breaker) : Stranger, ILocalBreakerOwner
{
    public LocalBreaker LocalBreaker => breaker;
}
