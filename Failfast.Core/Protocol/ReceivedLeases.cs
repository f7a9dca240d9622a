using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>The probe leases that have come so far: each may come twice, granted by a message of its own and by the reply to a request.</summary>
internal sealed class ReceivedLeases
{
    private readonly HashSet<long> _numbers = [];
    private long _generation;

    /// <summary>Whether the lease comes for the first time. Those of other generations are forgotten: they are of no use any more.</summary>
    public bool IsNew(GrantedProbe lease)
    {
        if (lease.Generation != _generation)
            _numbers.Clear();
        _generation = lease.Generation;
        return _numbers.Add(lease.Number);
    }
}
