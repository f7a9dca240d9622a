namespace Failfast.Simulation;

/// <summary>
/// How long a message takes from one process to another: log-normal, half of all within the median, one in a hundred beyond the
/// 99th percentile. The figures are those of an observer push measured between processes on one machine, which is all that is
/// known to be slower than a request.
/// </summary>
internal static class LinkModel
{
    public const double MedianMilliseconds = .4;
    public const double P99Milliseconds = 3;

    /// <summary>300,000 requests with their answers a second in one grain, and 1,000 observers reached in 2 ms.</summary>
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
