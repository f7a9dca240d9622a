namespace Failfast.Benchmarks;

internal static class Rejected
{
    /// <summary>A measurement of rejections in which a call got through is none.</summary>
    public static int All(int rejected, int calls) =>
        rejected == calls ? rejected : throw new InvalidOperationException($"Only {rejected} of {calls} calls were rejected.");
}
