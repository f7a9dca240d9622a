using Failfast.Protocol;

namespace Failfast.Local;

/// <summary>
/// The calls in flight that may become slow. Entering and leaving cost one interlocked operation each, on a slot that is rarely
/// contended; a sweep finds the slow ones. No lock, and no allocation once there are enough slots.
/// </summary>
internal sealed class InFlightCalls
{
    private const int ChunkSize = 32;

    [ThreadStatic]
    private static int s_hint;

    private readonly Chunk _first = new();
    private Chunk _roomy;

    public InFlightCalls() => _roomy = _first;

    /// <summary>Registers a call.</summary>
    /// <param name="group">The call's group.</param>
    /// <param name="started">In coarse milliseconds, above 0.</param>
    public Slot Enter(CallGroup group, long started)
    {
        var roomy = Volatile.Read(ref _roomy);
        return roomy.TryEnter(group, started, out var slot) ? slot : EnterElsewhere(roomy, group, started);
    }

    // The search starts where there was room last: with thousands of hanging calls, a new one must not search past them all.
    private Slot EnterElsewhere(Chunk from, CallGroup group, long started)
    {
        while (true)
        {
            var chunk = from;
            do
            {
                if (chunk.TryEnter(group, started, out var slot))
                {
                    Volatile.Write(ref _roomy, chunk);
                    return slot;
                }

                chunk = chunk.Next ?? _first;
            }
            while (chunk != from);
            from = chunk.Last.Grow();
        }
    }

    /// <summary>Finds calls that started at or before <paramref name="latest"/> and were not found before.</summary>
    /// <param name="latest">In coarse milliseconds.</param>
    /// <param name="overdue">What they are counted as.</param>
    /// <param name="count">Counts one of them.</param>
    /// <returns>Whether any call is in flight.</returns>
    public bool Sweep(long latest, CountedAs overdue, Action<CallGroup, CountedAs> count)
    {
        var any = false;
        for (var chunk = _first; chunk is not null; chunk = chunk.Next)
        {
            foreach (ref var entry in chunk.Entries.AsSpan())
            {
                var started = Volatile.Read(ref entry.Started);
                any |= started != 0;
                if (started <= 0 || started > latest)
                    continue;
                var group = entry.Group;
                // Either the sweep or the end of the call counts it: whichever exchanges the slot first.
                if (Interlocked.CompareExchange(ref entry.Started, Entry.Counted - (long)overdue, started) == started)
                    count(group!, overdue);
            }
        }

        return any;
    }

    /// <summary>A registered call; default for one that isn't.</summary>
    public readonly struct Slot
    {
        private readonly Chunk? _chunk;
        private readonly int _index;

        internal Slot(Chunk chunk, int index) => (_chunk, _index) = (chunk, index);

        /// <summary>Ends the call.</summary>
        /// <returns>How a sweep has counted it already.</returns>
        public CountedAs Leave()
        {
            if (_chunk is null)
                return CountedAs.No;
            ref var entry = ref _chunk.Entries[_index];
            var started = Interlocked.Exchange(ref entry.Started, 0);
            return started < Entry.Counted ? (CountedAs)(Entry.Counted - started) : CountedAs.No;
        }
    }

    internal struct Entry
    {
        public const long Claimed = -1;

        /// <summary>A counted call's mark is this, less its <see cref="CountedAs"/>.</summary>
        public const long Counted = -2;

        /// <summary>0 if the slot is free; else when the call started, or one of the marks.</summary>
        public long Started;

        public CallGroup? Group;
    }

    internal sealed class Chunk
    {
        private Chunk? _next;

        public bool TryEnter(CallGroup group, long started, out Slot slot)
        {
            var hint = s_hint++;
            for (var i = 0; i < ChunkSize; i++)
            {
                var index = (hint + i) & (ChunkSize - 1);
                ref var entry = ref Entries[index];
                if (Volatile.Read(ref entry.Started) != 0 || Interlocked.CompareExchange(ref entry.Started, Entry.Claimed, 0) != 0)
                    continue;
                entry.Group = group;
                Volatile.Write(ref entry.Started, started);
                slot = new Slot(this, index);
                return true;
            }

            slot = default;
            return false;
        }

        public Entry[] Entries { get; } = new Entry[ChunkSize];

        public Chunk? Next => Volatile.Read(ref _next);

        public Chunk Last
        {
            get
            {
                var last = this;
                while (last.Next is { } next)
                    last = next;
                return last;
            }
        }

        public Chunk Grow()
        {
            var fresh = new Chunk();
            return Interlocked.CompareExchange(ref _next, fresh, null) ?? fresh;
        }
    }
}
