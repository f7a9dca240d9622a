using Failfast.Contract;

namespace Failfast.Protocol;

/// <summary>
/// Ends of probes that the grain has not acknowledged. Each is told again, with growing pauses, until the grain answers or the
/// probe's lease is over.
/// </summary>
internal sealed class ProbeEndings
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);

    private readonly List<Ending> _endings = [];

    public bool IsEmpty => _endings.Count == 0;

    /// <summary>Numbers of their leases.</summary>
    public IEnumerable<long> Numbers => _endings.Select(ending => ending.Permit.Number);

    public void Add(GrantedProbe permit, ProbeOutcome outcome, TimeSpan lasted, TimeSpan now) =>
        _endings.Add(new Ending(permit, outcome, lasted, now + permit.EndsIn) { TellAt = now });

    /// <summary>An end to tell now; call until it gives none.</summary>
    public bool TryTakeDue(TimeSpan now, out (GrantedProbe Permit, ProbeOutcome Outcome, TimeSpan Lasted) due)
    {
        foreach (var ending in _endings)
        {
            if (ending.IsUnderWay || now < ending.TellAt)
                continue;
            ending.IsUnderWay = true;
            due = (ending.Permit, ending.Outcome, ending.Lasted);
            return true;
        }

        due = default;
        return false;
    }

    public void Answered(ProbeReport told) => _endings.RemoveAll(ending => ending.Is(told));

    public void Unanswered(ProbeReport told, TimeSpan now)
    {
        if (_endings.Find(ending => ending.Is(told)) is not { } ending)
            return;
        ending.IsUnderWay = false;
        ending.TellAt = now + ending.Wait;
        ending.Wait *= 2;
        if (ending.TellAt >= ending.Until)
            _endings.Remove(ending);
    }

    private sealed class Ending(GrantedProbe permit, ProbeOutcome outcome, TimeSpan lasted, TimeSpan until)
    {
        public GrantedProbe Permit => permit;

        public ProbeOutcome Outcome => outcome;

        public TimeSpan Lasted => lasted;

        public TimeSpan Until => until;

        public TimeSpan TellAt { get; set; }

        public TimeSpan Wait { get; set; } = FirstRetry;

        public bool IsUnderWay { get; set; }

        public bool Is(ProbeReport told) => (permit.Generation, permit.Number, outcome) == (told.Generation, told.Number, told.Outcome);
    }
}
