namespace Failfast.Benchmarks;

internal static class Rejected
{
    /// <summary>Checks that every call was rejected: otherwise the measurement is not valid.</summary>
    public static int All(int rejected, int calls) =>
        rejected == calls ? rejected : throw new InvalidOperationException($"Only {rejected} of {calls} calls were rejected.");
}
