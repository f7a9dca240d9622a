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

    /// <summary>A probe lease has become free, and is granted to this host, which has requested one before.</summary>
    /// <param name="breaker">The breaker's name.</param>
    /// <param name="reply">What the reply to a request would be now.</param>
    /// <param name="at">When it was granted, in the host's own time, or earlier: as if the request had arrived at once.</param>
    [Alias("grant"), OneWay]
    Task Grant(string breaker, GrainReply reply, TimeSpan at);

    /// <summary>The same for a host whose request did not tell its time: it may request the lease now.</summary>
    [Alias("offer"), OneWay]
    Task Offer(string breaker);

    /// <summary>Another host would use this probe lease sooner: return it, unless its call has begun.</summary>
    [Alias("recall"), OneWay]
    Task Recall(string breaker, long number);
}
