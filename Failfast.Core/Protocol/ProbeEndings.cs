using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>
/// Ends of probes that the grain has not acknowledged. Each is sent again, with growing pauses, until the grain answers or the
/// lease has expired.
/// </summary>
internal sealed class ProbeEndings
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);

    private readonly List<Ending> _endings = [];

    public bool IsEmpty => _endings.Count == 0;

    /// <summary>The numbers of their leases.</summary>
    public IEnumerable<long> Numbers => _endings.Select(ending => ending.Lease.Number);

    public void Add(GrantedProbe lease, ProbeOutcome outcome, TimeSpan lasted, TimeSpan now) =>
        _endings.Add(new Ending(lease, outcome, lasted, now + lease.EndsIn) { SendAt = now });

    /// <summary>Takes an end that must be sent now; call until it returns false.</summary>
    public bool TryTakeDue(TimeSpan now, out (GrantedProbe Lease, ProbeOutcome Outcome, TimeSpan Lasted) due)
    {
        foreach (var ending in _endings)
        {
            if (ending.IsUnderWay || now < ending.SendAt)
                continue;
            ending.IsUnderWay = true;
            due = (ending.Lease, ending.Outcome, ending.Lasted);
            return true;
        }

        due = default;
        return false;
    }

    public void Answered(ProbeReport report) => _endings.RemoveAll(ending => ending.Is(report));

    public void Unanswered(ProbeReport report, TimeSpan now)
    {
        if (_endings.Find(ending => ending.Is(report)) is not { } ending)
            return;
        ending.IsUnderWay = false;
        ending.SendAt = now + ending.Wait;
        ending.Wait *= 2;
        if (ending.SendAt >= ending.Until)
            _endings.Remove(ending);
    }

    private sealed class Ending(GrantedProbe lease, ProbeOutcome outcome, TimeSpan lasted, TimeSpan until)
    {
        public GrantedProbe Lease => lease;

        public ProbeOutcome Outcome => outcome;

        public TimeSpan Lasted => lasted;

        public TimeSpan Until => until;

        public TimeSpan SendAt { get; set; }

        public TimeSpan Wait { get; set; } = FirstRetry;

        public bool IsUnderWay { get; set; }

        public bool Is(ProbeReport report) => (lease.Generation, lease.Number, outcome) == (report.Generation, report.Number, report.Outcome);
    }
}
