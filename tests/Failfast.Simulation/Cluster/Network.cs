namespace Failfast.Simulation;

/// <summary>The links between nodes: they lose, double, delay and reorder messages, and can be partitioned.</summary>
internal sealed class Network(World world, Prng dice)
{
    /// <summary>The random extra delay of a distant host, as a share of its distance.</summary>
    public const double Jitter = .02;

    private readonly List<HashSet<SimNode>> _islands = [];

    public double Loss { get; set; }

    public double Duplication { get; set; }

    public double Late { get; set; }

    public double LatestMilliseconds { get; set; } = 100;

    /// <summary>If set, the delay of a healthy link in milliseconds, instead of 0.1 to 2.</summary>
    public Func<Prng, double>? LinkDelay { get; set; }

    /// <summary>The time that a silo needs to receive or send one message; messages queue for it.</summary>
    public TimeSpan SiloTakes { get; set; }

    public void Part(HashSet<SimNode> island) => _islands.Add(island);

    public void Join(HashSet<SimNode> island) => _islands.Remove(island);

    public void Heal()
    {
        Loss = Duplication = Late = 0;
        _islands.Clear();
    }

    public void Send(SimNode from, SimNode to, Action deliver)
    {
        if (!from.IsAlive)
            return;
        if (IsParted(from, to) || dice.Chance(Loss))
        {
            world.History.Note(What.Lost, from, 0, 0, to);
            return;
        }

        to.After(Turn(from) + Delay(from, to), () => Arrive(from, to, deliver));
        if (Duplication > 0 && dice.Chance(Duplication))
            to.After(Delay(from, to), () => Arrive(from, to, deliver));
    }

    public bool IsParted(SimNode from, SimNode to)
    {
        foreach (var island in _islands)
            if (island.Contains(from) != island.Contains(to))
                return true;
        return false;
    }

    // Messages under way when a partition begins are lost.
    private void Arrive(SimNode from, SimNode to, Action deliver)
    {
        if (IsParted(from, to))
            return;
        var wait = Turn(to);
        if (wait == TimeSpan.Zero)
            deliver();
        else
            to.After(wait, deliver);
    }

    private TimeSpan Turn(SimNode node) => SiloTakes > TimeSpan.Zero && node is Silo silo ? silo.Queue(SiloTakes) : TimeSpan.Zero;

    private TimeSpan Delay(SimNode from, SimNode to)
    {
        var usual = LinkDelay is { } model ? TimeSpan.FromMilliseconds(model(dice)) : dice.Milliseconds(.1, 2);
        if ((from as SimHost ?? to as SimHost)?.Profile is { DistanceMilliseconds: > 0 and var distance })
            usual += dice.Milliseconds(distance, distance * (1 + Jitter));
        return Late > 0 && dice.Chance(Late) ? usual + dice.Milliseconds(0, LatestMilliseconds) : usual;
    }
}
