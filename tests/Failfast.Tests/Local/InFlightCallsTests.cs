using System.Collections.Concurrent;
using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.Tests.Local;

public sealed class InFlightCallsTests
{
    // Several chunks of 32.
    private const int Many = 100;

    private readonly InFlightCalls _calls = new();
    private readonly ConcurrentDictionary<CallGroup, int> _found = new();

    [Fact]
    public void Sweep_more_calls_than_a_chunk_holds_finds_each_once_when_it_is_due()
    {
        var groups = Groups(Many);
        var slots = groups.Select((group, i) => _calls.Enter(group, started: i + 1)).ToList();

        Assert.True(Sweep(Many / 2));
        Assert.Equal(groups.Take(Many / 2).ToHashSet(), [.. _found.Keys]);
        Assert.True(Sweep(Many));
        Assert.True(Sweep(Many));

        Assert.Equal(groups.ToHashSet(), [.. _found.Keys]);
        Assert.All(_found.Values, times => Assert.Equal(1, times));
        Assert.All(slots, slot => Assert.Equal(CountedAs.Slow, slot.Leave()));
        Assert.False(Sweep(Many));
    }

    [Fact]
    public void Leave_before_a_sweep_is_not_found_by_it_and_its_slot_serves_again()
    {
        var left = Groups(Many).Select((group, i) => _calls.Enter(group, started: i + 1)).ToList();
        Assert.All(left, slot => Assert.Equal(CountedAs.No, slot.Leave()));
        Assert.False(Sweep(Many));
        Assert.Empty(_found);

        var groups = Groups(Many);
        foreach (var group in groups)
            _calls.Enter(group, started: 1);
        Sweep(1);

        Assert.Equal(groups.ToHashSet(), [.. _found.Keys]);
    }

    [Fact]
    public void Enter_thousands_again_and_again_in_any_order_makes_no_more_places()
    {
        const int thousands = 5_000;
        var slots = new InFlightCalls.Slot[thousands];
        var group = new CallGroup(default);
        long Round()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < thousands; i++)
                slots[i] = _calls.Enter(group, started: 1);
            // Those that came first leave last in one half, and first in the other.
            for (var i = 0; i < thousands / 2; i++)
            {
                slots[(thousands / 2) - 1 - i].Leave();
                slots[(thousands / 2) + i].Leave();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(Round() > 0);
        Assert.Equal(0, Enumerable.Range(0, 5).Select(_ => Round()).Last());
        Assert.False(Sweep(1));
    }

    [Fact]
    public void Leave_of_a_call_that_was_never_registered_was_counted_by_nobody() => Assert.Equal(CountedAs.No, default(InFlightCalls.Slot).Leave());

    [Fact]
    public void Sweep_racing_with_many_threads_counts_each_call_exactly_once_with_its_end()
    {
        const int threads = 3, rounds = 100_000, enough = 1_000;
        var (clock, ended, bySweep, byEnd, alreadyCounted) = (0L, 0, 0L, 0L, 0L);
        var group = new CallGroup(default);
        using var start = new Barrier(threads + 1);
        var callers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            var (mine, sweeps) = (0L, 0L);
            start.SignalAndWait();
            // On a busy machine the sweeper may be late: no race is over before both sides have won some.
            for (var round = 0; round < rounds || Interlocked.Read(ref bySweep) < enough; round++)
            {
                // Each starts at another time, as calls that share a slot do.
                if (_calls.Enter(group, Interlocked.Increment(ref clock)).Leave() != CountedAs.No)
                    sweeps++;
                else
                    mine++;
            }

            Interlocked.Add(ref byEnd, mine);
            Interlocked.Add(ref alreadyCounted, sweeps);
            Interlocked.Increment(ref ended);
        })).ToList();
        callers.ForEach(caller => caller.Start());

        start.SignalAndWait();
        while (Volatile.Read(ref ended) < threads)
            _calls.Sweep(long.MaxValue, CountedAs.Slow, (_, _) => Interlocked.Increment(ref bySweep));
        callers.ForEach(caller => caller.Join());

        // No slot is left behind either.
        Assert.False(_calls.Sweep(long.MaxValue, CountedAs.Slow, (_, _) => Interlocked.Increment(ref bySweep)));
        Assert.Equal(alreadyCounted, bySweep);
        Assert.Equal(clock, bySweep + byEnd);
        Assert.True(byEnd > 0);
    }

    private bool Sweep(long latest) => _calls.Sweep(latest, CountedAs.Slow, (group, _) => _found.AddOrUpdate(group, 1, (_, times) => times + 1));

    private static List<CallGroup> Groups(int count) => [.. Enumerable.Range(0, count).Select(_ => new CallGroup(default))];
}
