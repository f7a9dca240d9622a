namespace Failfast.Simulation;

/// <summary>
/// The faults of a run, one after another, each with a random sequence of its own: leaving one out does not change the others, so a
/// failing run can be shrunk.
/// </summary>
internal sealed class FaultPlan(World world, IReadOnlySet<int> left)
{
    private readonly List<Action> _undo = [];
    private readonly Injector _injector = new(world);
    private readonly RealisticFaults _realistic = new(world);
    private bool _isOver;
    private int _next;

    /// <summary>The numbers of the faults that happened.</summary>
    public List<int> Happened { get; } = [];

    public void Begin() => Plan();

    /// <summary>Ends all faults and starts no more.</summary>
    public void End()
    {
        _isOver = true;
        foreach (var undo in _undo.ToList())
            undo();
        _undo.Clear();
    }

    private void Plan()
    {
        var number = _next++;
        var dice = Prng.For(world.Seed, 100_000 + (ulong)number);
        world.Schedule.After(dice.Milliseconds(0, world.Scenario.FaultEvery * 2), () =>
        {
            if (_isOver)
                return;
            var kind = world.Scenario.IsRealistic ? RealisticFaults.Pick(dice) : (FaultKind)dice.Below((int)FaultKind.Liar + 1);
            if (!left.Contains(number) && IsInScenario(kind))
                Inject(number, kind, dice);
            Plan();
        });
    }

    private bool IsInScenario(FaultKind kind) => kind switch
    {
        _ when world.Scenario.IsCalm => _realistic.IsCalm(kind),
        _ when world.Scenario.HasBadHost && kind != FaultKind.OneBadHost && !IsOfStorage(kind) => kind == FaultKind.ClockSkew,
        FaultKind.Operator => world.Scenario.HasOperator,
        FaultKind.Liar => world.Scenario.HasLiar,
        _ => !IsOfStorage(kind) || world.Scenario.HasStorage,
    };

    public static bool IsOfStorage(FaultKind kind) => kind is >= FaultKind.StorageFails and <= FaultKind.StorageStale;

    // One in 20 outlasts a subscription.
    private static TimeSpan Lasts(Prng dice) => dice.Below(20) switch
    {
        < 16 => dice.Milliseconds(50, 4_000),
        < 19 => dice.Milliseconds(4_000, 20_000),
        _ => dice.Milliseconds(60_000, 90_000),
    };

    private void Inject(int number, FaultKind kind, Prng dice)
    {
        Happened.Add(number);
        world.History.Note(What.Fault, kind, number);
        if (_injector.Begin(kind, dice) is not { } end)
            return;
        _undo.Add(Undo);
        world.Schedule.After(_realistic.Lasts(kind, dice) ?? Lasts(dice), Undo);

        void Undo()
        {
            if (!_undo.Remove(Undo))
                return;
            world.History.Note(What.FaultEnds, kind, number);
            end();
        }
    }
}
