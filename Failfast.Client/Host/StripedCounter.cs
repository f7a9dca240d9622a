using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Failfast.Host;

/// <summary>
/// A counter that many threads increment and one reads now and then. One cell until two threads meet on it, then one cell
/// per core, each on cache lines of its own; nothing is lost in between.
/// </summary>
internal sealed class StripedCounter
{
    private static readonly int Mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount) - 1;

    [ThreadStatic]
    private static int s_stripe;

    private static int s_threads;

    private long _single;
    private Cell[]? _cells;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment()
    {
        var seen = _single;
        if (_cells is not null || Interlocked.CompareExchange(ref _single, seen + 1, seen) != seen)
            IncrementCell();
    }

    /// <summary>All increments that happened before the call, and maybe some that happen during it.</summary>
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
        Interlocked.Increment(ref cells[Stripe & Mask].Count);
    }

    private Cell[] Spread()
    {
        var cells = new Cell[Mask + 1];
        return Interlocked.CompareExchange(ref _cells, cells, null) ?? cells;
    }

    private static int Stripe => s_stripe != 0 ? s_stripe : s_stripe = Interlocked.Increment(ref s_threads);

    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Cell
    {
        [FieldOffset(64)]
        public long Count;
    }
}
