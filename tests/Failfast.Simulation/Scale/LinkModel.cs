namespace Failfast.Simulation;

/// <summary>
/// The delay of a message between two processes: log-normal. The figures are those of an observer push, measured between processes on
/// one machine; a request is faster.
/// </summary>
internal static class LinkModel
{
    public const double MedianMilliseconds = .4;
    public const double P99Milliseconds = 3;

    /// <summary>From measurements: one grain answers 300,000 requests a second, and 1,000 observers are reached in 2 ms.</summary>
    public static readonly TimeSpan SiloTakes = TimeSpan.FromMicroseconds(2);

    // The 99th percentile of the normal distribution.
    private static readonly double Sigma = Math.Log(P99Milliseconds / MedianMilliseconds) / 2.3263;

    public static double Milliseconds(Prng dice)
    {
        // Box and Muller; never of zero.
        var normal = Math.Sqrt(-2 * Math.Log(1 - dice.Share())) * Math.Cos(2 * Math.PI * dice.Share());
        return MedianMilliseconds * Math.Exp(Sigma * normal);
    }
}
