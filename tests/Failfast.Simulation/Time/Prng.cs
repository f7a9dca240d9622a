namespace Failfast.Simulation;

/// <summary>SplitMix64: the only source of randomness in a run, so that the seed determines it.</summary>
internal sealed class Prng(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public ulong Next() => Mix(_state += Golden);

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Share() < probability;

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public TimeSpan Milliseconds(double least, double most) =>
        TimeSpan.FromTicks((long)((least + (Share() * (most - least))) * TimeSpan.TicksPerMillisecond));

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new Guid(bytes);
    }

    /// <summary>A separate sequence for each purpose, so that actors do not influence each other's random numbers.</summary>
    public static Prng For(ulong seed, ulong purpose) => new(Mix(seed + (Golden * (purpose + 1))));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
