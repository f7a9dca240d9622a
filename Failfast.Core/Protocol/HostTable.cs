using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>The hosts that send messages to one breaker grain, each kept for its subscription.</summary>
internal sealed class HostTable(ProtocolTimings timings)
{
    private const int LongestName = 256;

    private readonly Dictionary<Guid, HostRecord> _hosts = [];
    private TimeSpan _nextSweep;
    private TimeSpan _lastHeard;
    private bool _waited;

    /// <summary>Records a message of a host.</summary>
    /// <param name="host">The sender.</param>
    /// <param name="name">Its readable name; null if the message carries none.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="window">The sampling duration: no host is forgotten while its counts may be sent again.</param>
    public HostRecord Hear(Guid host, string? name, TimeSpan now, TimeSpan window)
    {
        Forget(now, window);
        if (!_hosts.TryGetValue(host, out var record))
            _hosts[host] = record = new HostRecord { Name = host.ToString("N") };
        if (name is not null)
            record.Name = name.Length <= LongestName ? name : name[..LongestName];
        record.LastHeard = _lastHeard = now;
        return record;
    }

    public int Count => _hosts.Count;

    public IEnumerable<(Guid Id, HostRecord Record)> All => _hosts.Select(entry => (entry.Key, entry.Value));

    /// <summary>Hosts are about to send again what was counted.</summary>
    public void ForgetCounts()
    {
        foreach (var record in _hosts.Values)
            record.ForgetCounts();
    }

    /// <summary>Whether a host other than these was heard since then.</summary>
    public bool HasOther(System.Collections.Immutable.ImmutableArray<Guid> these, TimeSpan since)
    {
        foreach (var (host, record) in _hosts)
            if (record.LastHeard >= since && !these.Contains(host))
                return true;
        return false;
    }

    public bool Knows(Guid host) => _hosts.ContainsKey(host);

    public string NameOf(Guid host) => _hosts.TryGetValue(host, out var record) ? record.Name : host.ToString("N");

    /// <summary>The causes of the last failures, most frequent first.</summary>
    /// <param name="failing">The hosts that have seen failures since the last transition; if there are none, all hosts are used.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="window">Older reports are left out.</param>
    public FailureCause[] Causes(IEnumerable<Guid> failing, TimeSpan now, TimeSpan window)
    {
        var hosts = failing.Select(host => _hosts.GetValueOrDefault(host)).OfType<HostRecord>().ToList();
        return FailureCauses.Commonest((hosts.Count > 0 ? hosts : (IEnumerable<HostRecord>)_hosts.Values)
            .SelectMany(record => record.Causes(now, window)));
    }

    public IEnumerable<Guid> Subscribers(TimeSpan now) =>
        _hosts.Where(entry => now - entry.Value.LastHeard < timings.SubscriptionDuration).Select(entry => entry.Key);

    /// <summary>When the active host that has been silent longest was last heard, leaving out the sender.</summary>
    public TimeSpan HeardSince(Guid? speaker, TimeSpan now)
    {
        var earliest = Machine.BreakerEvent.NobodySilent;
        foreach (var (host, record) in _hosts)
            if (host != speaker && IsActive(record, now) && record.LastHeard < earliest)
                earliest = record.LastHeard;
        return earliest;
    }

    /// <summary>
    /// The active hosts not heard since then, from which a report must be requested now. A pending request is not repeated within the
    /// confirm budget: a rule that holds and ceases to hold many times in a row would otherwise cause thousands of requests each time.
    /// </summary>
    public List<Guid> RequestReports(TimeSpan since, TimeSpan now)
    {
        var silent = new List<Guid>();
        foreach (var (host, record) in _hosts)
        {
            var isPending = record.ReportRequestedAt >= record.LastHeard && now - record.ReportRequestedAt < timings.ConfirmBudget;
            if (!IsActive(record, now) || record.LastHeard >= since || isPending)
                continue;
            record.ReportRequestedAt = now;
            silent.Add(host);
        }

        return silent;
    }

    private bool IsActive(HostRecord record, TimeSpan now) => now - record.LastHeard <= timings.ReportInterval * 2;

    private void Forget(TimeSpan now, TimeSpan window)
    {
        if (now < _nextSweep || _hosts.Count == 0)
            return;
        _nextSweep = now + timings.LeaseDuration;
        // All hosts silent for a lease: perhaps this process was suspended and messages are queued. Some of them may be repeats, which
        // only the sequences kept here can tell. So hosts are not forgotten before the next check.
        _waited = now - _lastHeard >= timings.LeaseDuration && !_waited;
        if (_waited)
            return;
        var kept = window > timings.SubscriptionDuration ? window : timings.SubscriptionDuration;
        foreach (var (host, record) in _hosts)
            if (now - record.LastHeard >= kept)
                _hosts.Remove(host);
    }
}
