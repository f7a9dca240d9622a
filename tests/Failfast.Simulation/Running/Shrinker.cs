namespace Failfast.Simulation;

/// <summary>Shrinks a failing run: fewer actors, faults and steps, as long as it fails in the same way.</summary>
internal sealed class Shrinker
{
    private readonly ulong _seed;
    private readonly Action<World>? _promise;
    private readonly string _kind;
    private Run.Outcome _best;
    private Scenario _scenario;
    private HashSet<int> _left = [];
    private long _steps;

    private Shrinker(ulong seed, long steps, Action<World>? promise, Scenario? scenario)
    {
        (_seed, _steps, _promise) = (seed, steps, promise);
        _best = Run.Of(seed, steps, scenario, promise: promise);
        _scenario = _best.Scenario;
        _kind = Kind(_best.Violation!);
    }

    /// <param name="seed">The failing run's seed.</param>
    /// <param name="steps">Its number of steps.</param>
    /// <param name="promise">Its further checks.</param>
    /// <param name="scenario">Replaces the seed's own.</param>
    public static Run.Outcome Shrink(ulong seed, long steps, Action<World>? promise = null, Scenario? scenario = null)
    {
        var shrinker = new Shrinker(seed, steps, promise, scenario);
        shrinker.TakeFewerActors();
        shrinker.TakeFewerSteps();
        shrinker.TakeFewerFaults();
        shrinker.TakeFewerSteps();
        return shrinker.Of(shrinker._steps, shrinker._scenario, shrinker._left, keepsLines: true);
    }

    // The fewest of each kind with which the run fails.
    private void TakeFewerActors()
    {
        for (var breakers = 1; breakers < _scenario.Breakers && !Fails(_steps, _scenario with { Breakers = breakers }, _left); breakers++)
        {
        }

        for (var hosts = 1; hosts < _scenario.Hosts && !Fails(_steps, _scenario with { Hosts = hosts }, _left); hosts++)
        {
        }

        for (var silos = 1; silos < _scenario.Silos && !Fails(_steps, _scenario with { Silos = silos }, _left); silos++)
        {
        }
    }

    // Halves first, then one by one.
    private void TakeFewerFaults()
    {
        for (var size = Math.Max(1, _best.Faults.Count / 2); size > 0; size /= 2)
            foreach (var chunk in _best.Faults.Chunk(size).ToList())
                Fails(_steps, _scenario, _left.Concat(chunk).ToHashSet());
    }

    // A promise that breaks at rest breaks after the faults have ended: they may end earlier.
    private void TakeFewerSteps()
    {
        _steps = Math.Min(_steps, _best.Steps);
        for (var cut = _steps / 2; cut > 0; cut /= 2)
            Fails(_steps - cut, _scenario, _left);
    }

    private bool Fails(long steps, Scenario scenario, HashSet<int> left)
    {
        var outcome = Of(steps, scenario, left, keepsLines: false);
        if (outcome.Violation is not { } how || Kind(how) != _kind)
            return false;
        (_best, _steps, _scenario, _left) = (outcome, Math.Min(steps, outcome.Steps), scenario, left);
        return true;
    }

    private Run.Outcome Of(long steps, Scenario scenario, HashSet<int> left, bool keepsLines) =>
        Run.Of(_seed, steps, scenario, left, keepsLines, _promise);

    // The kind of a violation, without names and numbers: a shorter run that fails in another way explains nothing.
    public static string Kind(string violation) => string.Concat(
        violation[(violation.IndexOf(':') + 1)..].Where(letter => char.IsLetter(letter) || letter == ' ').Take(24));
}
