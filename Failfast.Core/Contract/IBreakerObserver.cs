using Orleans.Concurrency;

namespace Failfast.Contract;

/// <summary>A process as breaker grains see it: one observer for all its breakers.</summary>
[Alias("failfast.IBreakerObserver"), GrainInterfaceType("failfast.IBreakerObserver")]
internal interface IBreakerObserver : IGrainObserver
{
    [Alias("push"), OneWay]
    Task Push(string breaker, GrainSnapshot snapshot);

    /// <summary>The grain is about to open and has no recent report of this host: report now.</summary>
    // The wire name is older than the method's.
    [Alias("ask"), OneWay]
    Task RequestReport(string breaker);

    /// <summary>A probe lease has become free, and this host is the next that may request it.</summary>
    [Alias("offer"), OneWay]
    Task Offer(string breaker);

    /// <summary>Another host would use this probe lease sooner: return it, unless its call has begun.</summary>
    [Alias("recall"), OneWay]
    Task Recall(string breaker, long number);
}
