using Orleans.Concurrency;

namespace Failfast.Contract;

/// <summary>A process, as the breaker grains see it: one for all its breakers.</summary>
[Alias("failfast.IBreakerObserver"), GrainInterfaceType("failfast.IBreakerObserver")]
internal interface IBreakerObserver : IGrainObserver
{
    [Alias("push"), OneWay]
    Task Push(string breaker, GrainSnapshot snapshot);

    /// <summary>The grain is about to open and has not heard from this host: report now.</summary>
    [Alias("ask"), OneWay]
    Task Ask(string breaker);
}
