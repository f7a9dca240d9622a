using System.Diagnostics;

namespace Failfast.Simulation;

/// <summary>Runs many seeds on all cores, each run on one thread.</summary>
internal static class SeedRange
{
    /// <summary>The number of seeds that CI runs, always the same ones.</summary>
    public const ulong CiSeeds = 5_000;

    /// <summary>The lowest seed that failed, null if none did, and how many were run.</summary>
    public static (ulong? Failed, long Ran, long Steps, TimeSpan Took) Search(
        ulong from, ulong to, long steps, Action<long, long>? progress = null, Func<ulong, Scenario>? scenario = null)
    {
        var watch = Stopwatch.StartNew();
        var (next, ran, done) = (from, 0L, 0L);
        ulong? failed = null;
        var gate = new Lock();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return (failed, ran, done, watch.Elapsed);

        void Work()
        {
            while (true)
            {
                ulong seed;
                lock (gate)
                {
                    if (failed is not null || next > to)
                        return;
                    seed = next++;
                }

                var outcome = Run.Of(seed, steps, scenario?.Invoke(seed));
                lock (gate)
                {
                    ran++;
                    done += outcome.Steps;
                    if (outcome.Violation is not null && !(failed <= seed))
                        failed = seed;
                    progress?.Invoke(ran, done);
                }
            }
        }
    }
}
