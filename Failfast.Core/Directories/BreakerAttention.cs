namespace Failfast;

/// <summary>Why a breaker needs attention: of several reasons the worst, which is the one with the highest number.</summary>
[GenerateSerializer, Alias("failfast.BreakerAttention")]
public enum BreakerAttention
{
    /// <summary>It needs none.</summary>
    None = 0,

    /// <summary>
    /// Closed, and halfway to opening: half of the failures in a row that open it, or half of the ratio of failures or slow calls.
    /// </summary>
    NearTrip = 1,

    /// <summary>Its state can't be read from storage, or written to it.</summary>
    StorageFailing = 2,

    /// <summary>It lets every call through and counts nothing.</summary>
    Disabled = 3,

    /// <summary>Its break is over; probes decide whether it closes.</summary>
    HalfOpen = 4,

    /// <summary>An operator holds it open.</summary>
    Isolated = 5,

    /// <summary>Its dependency fails, and calls are rejected.</summary>
    Open = 6,
}
