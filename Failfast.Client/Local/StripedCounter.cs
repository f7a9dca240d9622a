using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Failfast.Local;

/// <summary>
/// A counter that many threads increment and one reads now and then. It has one cell until two threads contend for it, then several per
/// core, each on cache lines of its own; threads that contend for a cell move to others. No increment is lost.
/// </summary>
internal sealed class StripedCounter
{
    private static readonly int Mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 4) - 1;

    [ThreadStatic]
    private static int s_stripe;

    private static int s_stripes;

    private long _single;
    private Cell[]? _cells;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment()
    {
        var seen = _single;
        if (_cells is not null || Interlocked.CompareExchange(ref _single, seen + 1, seen) != seen)
            IncrementCell();
    }

    /// <summary>The value of the cell that the calling thread increments next.</summary>
    public long Own => _cells is { } cells ? cells[s_stripe & Mask].Count : _single;

    /// <summary>The number of all increments before the call, and perhaps of some during it.</summary>
    public long Read()
    {
        var sum = Volatile.Read(ref _single);
        if (Volatile.Read(ref _cells) is { } cells)
            foreach (ref var cell in cells.AsSpan())
                sum += Volatile.Read(ref cell.Count);
        return sum;
    }

    private void IncrementCell()
    {
        var cells = _cells ?? Spread();
        if (s_stripe == 0)
            s_stripe = Interlocked.Increment(ref s_stripes);
        ref var count = ref cells[s_stripe & Mask].Count;
        var seen = Volatile.Read(ref count);
        if (Interlocked.CompareExchange(ref count, seen + 1, seen) == seen)
            return;
        Interlocked.Increment(ref count);
        s_stripe = Interlocked.Increment(ref s_stripes);
    }

    private Cell[] Spread()
    {
        var cells = new Cell[Mask + 1];
        return Interlocked.CompareExchange(ref _cells, cells, null) ?? cells;
    }

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(64)]
        public long Count;
    }
}
