using System.Diagnostics;

namespace Failfast.Simulation;

/// <summary>Runs many seeds on all cores; each run has a core for itself.</summary>
internal static class SeedRange
{
    /// <summary>What CI runs, always the same: every one of the deliberate faults is found among them.</summary>
    public const ulong CiSeeds = 5_000;

    /// <summary>The least seed that failed among those run, and how many were run; null if none failed.</summary>
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
