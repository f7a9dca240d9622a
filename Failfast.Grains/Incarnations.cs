namespace Failfast;

/// <summary>
/// Numbers for activations. Taken from the clock, so that a fresh activation outranks the one before it with nothing stored,
/// with some chance in the low bits, so that two at one moment differ. Where clocks disagree, the protocol rises above what hosts show.
/// </summary>
internal static class Incarnations
{
    private const int ChanceBits = 10;

    public static long Next(TimeProvider time) =>
        (time.GetUtcNow().ToUnixTimeMilliseconds() << ChanceBits) | (long)Random.Shared.Next(1 << ChanceBits);
}
