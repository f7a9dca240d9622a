namespace Failfast.Protocol;

/// <summary>Probes whose calls run, and since when. One that does not come back in time has failed; its call may succeed yet.</summary>
internal sealed class RunningProbes
{
    private readonly List<Running> _probes = [];

    /// <summary>Numbers of the cluster's leases among them.</summary>
    public long[] Numbers => [.. _probes.Select(one => one.Ticket.ClusterProbe?.Number).OfType<long>()];

    /// <summary>Some have yet to end, or to be found overdue.</summary>
    public bool AreAwaited => _probes.Exists(one => !one.IsOverdue);

    public void Begin(CallTicket ticket, TimeSpan now) => _probes.Add(new(ticket, now));

    /// <summary>A probe that has run for longer than a probe may, found once.</summary>
    public bool TryTakeOverdue(TimeSpan limit, TimeSpan now, out CallTicket ticket)
    {
        var found = _probes.Find(one => !one.IsOverdue && now - one.Began >= limit);
        ticket = found?.Ticket ?? default;
        if (found is not null)
            found.IsOverdue = true;
        return found is not null;
    }

    /// <summary>The call has ended.</summary>
    /// <param name="ticket">Of the call.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="lasted">How long it took.</param>
    /// <param name="wasOverdue">It has been found overdue before.</param>
    /// <returns>False if no such probe runs.</returns>
    public bool End(CallTicket ticket, TimeSpan now, out TimeSpan lasted, out bool wasOverdue)
    {
        var index = _probes.FindIndex(one => one.Ticket == ticket);
        (lasted, wasOverdue) = index < 0 ? default : (now - _probes[index].Began, _probes[index].IsOverdue);
        if (index >= 0)
            _probes.RemoveAt(index);
        return index >= 0;
    }

    private sealed class Running(CallTicket ticket, TimeSpan began)
    {
        public CallTicket Ticket => ticket;

        public TimeSpan Began => began;

        public bool IsOverdue { get; set; }
    }
}
