namespace Failfast.Tests.Fixtures;

/// <summary>Counts the bytes that the current thread allocates: no machine, and no other thread, can blur that.</summary>
internal static class Allocations
{
    private const int Calls = 10_000;

    /// <summary>Bytes per call, of the round that allocated least: what is compiled or made for the first time is not counted.</summary>
    /// <param name="call">Returns whether it did what it should.</param>
    /// <param name="rounds">At most; fewer if one allocates nothing.</param>
    /// <param name="calls">In a round.</param>
    public static double Per(Func<bool> call, int rounds = 20, int calls = Calls)
    {
        var least = long.MaxValue;
        for (var round = 0; round < rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < calls; i++)
                if (!call())
                    Assert.Fail($"Call {i} of round {round} did not do what it should.");
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (double)least / calls;
    }
}
