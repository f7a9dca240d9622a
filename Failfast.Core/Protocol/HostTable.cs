using Failfast.Machine;

namespace Failfast.Protocol;

/// <summary>The hosts that speak to one breaker grain, each for as long as its subscription lasts.</summary>
internal sealed class HostTable(ProtocolTimings timings)
{
    private const int LongestName = 256;

    private readonly Dictionary<Guid, HostRecord> _hosts = [];
    private TimeSpan _nextSweep;
    private TimeSpan _lastHeard;
    private bool _waited;

    /// <param name="host">Who speaks.</param>
    /// <param name="name">For people.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="window">No host is forgotten while what it sent may be sent again.</param>
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

    /// <summary>Whether a host was heard since then that is none of these.</summary>
    public bool HasOther(System.Collections.Immutable.ImmutableArray<Guid> these, TimeSpan since)
    {
        foreach (var (host, record) in _hosts)
            if (record.LastHeard >= since && !these.Contains(host))
                return true;
        return false;
    }

    public bool Knows(Guid host) => _hosts.ContainsKey(host);

    public string NameOf(Guid host) => _hosts.TryGetValue(host, out var record) ? record.Name : host.ToString("N");

    /// <summary>What made the last failures, the commonest first.</summary>
    /// <param name="failing">The hosts that have seen failures since the last transition; where there are none, all are asked.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="window">Of what is older nobody needs to know.</param>
    public FailureCause[] Causes(IEnumerable<Guid> failing, TimeSpan now, TimeSpan window)
    {
        var hosts = failing.Select(host => _hosts.GetValueOrDefault(host)).OfType<HostRecord>().ToList();
        return FailureCauses.Commonest((hosts.Count > 0 ? hosts : (IEnumerable<HostRecord>)_hosts.Values)
            .Where(record => now - record.LastHeard < window).SelectMany(record => record.Causes));
    }

    public IEnumerable<Guid> Subscribers(TimeSpan now) =>
        _hosts.Where(entry => now - entry.Value.LastHeard < timings.SubscriptionDuration).Select(entry => entry.Key);

    /// <summary>When the active host that has been silent for longest was last heard, the speaker aside.</summary>
    public TimeSpan HeardSince(Guid? speaker, TimeSpan now)
    {
        var earliest = Machine.BreakerEvent.NobodySilent;
        foreach (var (host, record) in _hosts)
            if (host != speaker && IsActive(record, now) && record.LastHeard < earliest)
                earliest = record.LastHeard;
        return earliest;
    }

    /// <summary>
    /// Active hosts not heard since then, to be asked now. One that was asked and has not answered is not asked again within the
    /// budget: where a rule holds and fails to hold many times in a row, thousands of hosts would be asked each time.
    /// </summary>
    public List<Guid> Ask(TimeSpan since, TimeSpan now)
    {
        var asked = new List<Guid>();
        foreach (var (host, record) in _hosts)
        {
            var isAsked = record.Asked >= record.LastHeard && now - record.Asked < timings.ConfirmBudget;
            if (!IsActive(record, now) || record.LastHeard >= since || isAsked)
                continue;
            record.Asked = now;
            asked.Add(host);
        }

        return asked;
    }

    private bool IsActive(HostRecord record, TimeSpan now) => now - record.LastHeard <= timings.ReportInterval * 2;

    private void Forget(TimeSpan now, TimeSpan window)
    {
        if (now < _nextSweep || _hosts.Count == 0)
            return;
        _nextSweep = now + timings.LeaseDuration;
        // All silent for as long as a lease: perhaps this process was stopped, and what came meanwhile waits to be heard. Some of it
        // was sent again, and is known by its number alone.
        _waited = now - _lastHeard >= timings.LeaseDuration && !_waited;
        if (_waited)
            return;
        var kept = window > timings.SubscriptionDuration ? window : timings.SubscriptionDuration;
        foreach (var (host, record) in _hosts)
            if (now - record.LastHeard >= kept)
                _hosts.Remove(host);
    }
}
