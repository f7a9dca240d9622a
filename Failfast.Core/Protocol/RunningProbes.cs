namespace Failfast.Protocol;

/// <summary>Probes whose calls are running. An overdue probe has failed, though its call may still succeed.</summary>
internal sealed class RunningProbes
{
    private readonly List<Running> _probes = [];

    /// <summary>The numbers of the grain's leases among them.</summary>
    public long[] Numbers => [.. _probes.Select(one => one.Ticket.ClusterProbe?.Number).OfType<long>()];

    /// <summary>Whether some have neither ended nor been found overdue.</summary>
    public bool AreAwaited => _probes.Exists(one => !one.IsOverdue);

    public void Begin(CallTicket ticket, TimeSpan now) => _probes.Add(new(ticket, now));

    /// <summary>Finds a probe that has run longer than a probe may; each is found once.</summary>
    public bool TryTakeOverdue(TimeSpan limit, TimeSpan now, out CallTicket ticket)
    {
        var found = _probes.Find(one => !one.IsOverdue && now - one.Began >= limit);
        ticket = found?.Ticket ?? default;
        if (found is not null)
            found.IsOverdue = true;
        return found is not null;
    }

    /// <summary>A probe waits longer than its own call allows, which may be less than a probe may take.</summary>
    /// <returns>False if it has ended or was found overdue before.</returns>
    public bool TryMarkOverdue(CallTicket ticket, TimeSpan now, out TimeSpan lasted)
    {
        var found = _probes.Find(one => one.Ticket == ticket && !one.IsOverdue);
        lasted = found is null ? default : now - found.Began;
        if (found is not null)
            found.IsOverdue = true;
        return found is not null;
    }

    /// <summary>The call has ended.</summary>
    /// <param name="ticket">The call's.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="lasted">How long it took.</param>
    /// <param name="wasOverdue">Whether it was found overdue before.</param>
    /// <returns>False if no such probe is running.</returns>
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
