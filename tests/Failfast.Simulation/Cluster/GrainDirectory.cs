namespace Failfast.Simulation;

/// <summary>
/// Decides which activation a caller reaches. All callers share one view, unless the cluster is split: then each half has an activation
/// of its own.
/// </summary>
internal sealed class GrainDirectory(World world, Prng dice)
{
    private static readonly TimeSpan Told = TimeSpan.FromMilliseconds(20);

    private readonly Activation?[,] _entries = new Activation?[world.Scenario.Breakers, 2];
    private int _activations;

    public bool IsSplit { get; set; }

    public List<Activation> All { get; } = [];

    /// <summary>The registered activation; it may be dead already.</summary>
    public Activation? Entry(int breaker, int view) => _entries[breaker, IsSplit ? view : 0];

    public IEnumerable<Activation> Living(int breaker) => All.Where(one => one.Breaker == breaker && one.IsAlive);

    /// <summary>Sends a request to a grain and returns its answer; null if none came in time.</summary>
    public void Call<T>(SimNode from, int view, int breaker, TimeSpan timeout, Action<Activation, Action<T>> serve, Action<T?> done)
        where T : class
    {
        var ended = false;
        from.After(timeout, () => End(null));
        if (Place(breaker, view) is { } silo)
            world.Send(from, silo, () => Arrive(silo, 0));

        void Arrive(Silo at, int hops)
        {
            var entry = at.Activations.TryGetValue(breaker, out var local) ? local : Entry(breaker, view);
            if (entry is null && !at.IsEvicted)
                entry = Activate(at, breaker, view);
            if (entry is null || hops > 3)
                return;
            if (entry.Silo != at)
            {
                var next = entry.Silo;
                world.Send(at, next, () => Arrive(next, hops + 1));
                return;
            }

            entry.Serve(() => serve(entry, reply => world.Send(at, from, () => End(reply))));
        }

        void End(T? reply)
        {
            if (ended)
                return;
            ended = true;
            done(reply);
        }
    }

    public void Forget(Activation gone)
    {
        for (var view = 0; view < 2; view++)
            if (_entries[gone.Breaker, view] == gone)
                _entries[gone.Breaker, view] = null;
    }

    /// <summary>The cluster declares a silo dead, rightly or not.</summary>
    public void Evict(Silo silo)
    {
        silo.IsEvicted = true;
        for (var breaker = 0; breaker < world.Scenario.Breakers; breaker++)
            for (var view = 0; view < 2; view++)
                if (_entries[breaker, view]?.Silo == silo)
                    _entries[breaker, view] = null;
        // Hosts that are silos are told, one after the other.
        foreach (var host in world.Hosts.Where(host => host.Place % 2 == 0))
            host.After(Told * host.Place, () => Array.ForEach(host.Breakers, breaker => breaker.ClusterChanged()));
    }

    /// <summary>Ends the split: of two activations one is deactivated.</summary>
    public void Merge(bool keepsSecond)
    {
        IsSplit = false;
        for (var breaker = 0; breaker < world.Scenario.Breakers; breaker++)
        {
            var (first, second) = (_entries[breaker, 0], _entries[breaker, 1]);
            _entries[breaker, 1] = null;
            if (second is null || !second.IsAlive)
                continue;
            var swaps = first is null || !first.IsAlive || keepsSecond;
            _entries[breaker, 0] = swaps ? second : first;
            (swaps ? first : second)?.Deactivate();
        }
    }

    private Silo? Place(int breaker, int view)
    {
        if (Entry(breaker, view) is { } entry)
            return entry.Silo;
        var other = IsSplit ? _entries[breaker, 1 - view]?.Silo : null;
        var silos = world.Silos.Where(silo => silo.IsAlive && !silo.IsEvicted && silo != other).ToList();
        return silos.Count == 0 ? null : dice.Pick(silos);
    }

    private Activation Activate(Silo silo, int breaker, int view)
    {
        var activation = new Activation(world, silo, breaker, _activations++);
        _entries[breaker, IsSplit ? view : 0] = silo.Activations[breaker] = activation;
        All.Add(activation);
        return activation;
    }
}
