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
    Task RequestReport(string breaker);

    /// <summary>A probe lease has become free, and this host is the next to ask for it.</summary>
    [Alias("offer"), OneWay]
    Task Offer(string breaker);

    /// <summary>Another host would use this lease sooner: give it back, unless its call has begun.</summary>
    [Alias("recall"), OneWay]
    Task Recall(string breaker, long number);
}
