namespace Failfast.Simulation;

/// <summary>When a host calls.</summary>
/// <param name="Every">Milliseconds between two calls, exactly or on average.</param>
/// <param name="IsRegular">At a fixed interval with a random phase; else at random, at most twice the average apart.</param>
internal sealed record CallPattern(double Every, bool IsRegular)
{
    /// <summary>The longest time between two calls, in milliseconds.</summary>
    public double Longest => IsRegular ? Every : Every * 2;

    public TimeSpan Next(Prng dice, bool isFirst) =>
        IsRegular && !isFirst ? TimeSpan.FromMilliseconds(Every) : dice.Milliseconds(0, Longest);
}
