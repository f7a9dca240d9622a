using System.Collections.Concurrent;
using Failfast.Host;

namespace Failfast.Tests.Guard;

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
        Assert.All(slots, slot => Assert.True(slot.Leave()));
        Assert.False(Sweep(Many));
    }

    [Fact]
    public void Leave_before_a_sweep_is_not_found_by_it_and_its_slot_serves_again()
    {
        var left = Groups(Many).Select((group, i) => _calls.Enter(group, started: i + 1)).ToList();
        Assert.All(left, slot => Assert.False(slot.Leave()));
        Assert.False(Sweep(Many));
        Assert.Empty(_found);

        var groups = Groups(Many);
        foreach (var group in groups)
            _calls.Enter(group, started: 1);
        Sweep(1);

        Assert.Equal(groups.ToHashSet(), [.. _found.Keys]);
    }

    [Fact]
    public void Leave_of_a_call_that_was_never_registered_was_counted_by_nobody() => Assert.False(default(InFlightCalls.Slot).Leave());

    [Fact]
    public void Sweep_racing_with_many_threads_counts_each_call_exactly_once_with_its_end()
    {
        const int threads = 4, rounds = 500, held = 20;
        var (clock, ended) = (0L, 0);
        var counted = new ConcurrentDictionary<CallGroup, bool>();
        using var start = new Barrier(threads + 1);
        var callers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            for (var round = 0; round < rounds; round++)
            {
                // Each starts at another time, as calls that share a slot do.
                var entered = Groups(held).Select(group => (group, slot: _calls.Enter(group, Interlocked.Increment(ref clock)))).ToList();
                foreach (var (group, slot) in entered)
                    counted[group] = slot.Leave();
            }

            Interlocked.Increment(ref ended);
        })).ToList();
        callers.ForEach(caller => caller.Start());

        start.SignalAndWait();
        while (Volatile.Read(ref ended) < threads)
            Sweep(Interlocked.Read(ref clock));
        callers.ForEach(caller => caller.Join());

        Assert.False(Sweep(long.MaxValue));
        Assert.Equal(threads * rounds * held, counted.Count);
        Assert.All(_found.Values, times => Assert.Equal(1, times));
        Assert.Equal(counted.Where(call => call.Value).Select(call => call.Key).ToHashSet(), [.. _found.Keys]);
        // Both sides have won some, or it was no race.
        Assert.InRange(_found.Count, 1, counted.Count - 1);
    }

    private bool Sweep(long latest) => _calls.Sweep(latest, group => _found.AddOrUpdate(group, 1, (_, times) => times + 1));

    private static List<CallGroup> Groups(int count) => [.. Enumerable.Range(0, count).Select(_ => new CallGroup(default))];
}
