namespace Failfast.Simulation;

/// <summary>When a host calls.</summary>
/// <param name="Every">Milliseconds between two calls, exactly or on average.</param>
/// <param name="IsRegular">At one interval, from a phase of its own; else at random, up to twice the average apart.</param>
internal sealed record CallPattern(double Every, bool IsRegular)
{
    /// <summary>The longest between two calls, in milliseconds.</summary>
    public double Longest => IsRegular ? Every : Every * 2;

    public TimeSpan Next(Prng dice, bool isFirst) =>
        IsRegular && !isFirst ? TimeSpan.FromMilliseconds(Every) : dice.Milliseconds(0, Longest);
}
