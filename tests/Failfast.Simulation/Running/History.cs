using System.Globalization;

namespace Failfast.Simulation;

/// <summary>Everything that happened, as one hash and, if wanted, as lines.</summary>
internal sealed class History(Schedule schedule, bool keepsLines)
{
    private readonly List<string> _lines = [];

    /// <summary>FNV-1a over all notes: when, what, who, the figures and the details.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    public IReadOnlyList<string> Lines => _lines;

    public void Note(What what, object who, long a = 0, long b = 0, object? detail = null)
    {
        Mix(schedule.Now.Ticks);
        Mix((long)what);
        Mix(a);
        Mix(b);
        Mix(who.ToString()!);
        if (detail is not null)
            Mix(Text(detail));
        if (keepsLines)
            _lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{schedule.Now.TotalSeconds,10:0.0000}  {who,-12} {what,-12} {a} {b}  {(detail is null ? null : Text(detail))}"));
    }

    private static string Text(object detail) =>
        detail is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : detail.ToString()!;

    // Sixteen bits at a time, which is enough for names.
    private void Mix(string text)
    {
        foreach (var letter in text)
            Hash = (Hash ^ letter) * 0x100000001B3;
    }

    private void Mix(long value)
    {
        for (var i = 0; i < 8; i++)
            Hash = (Hash ^ (byte)(value >> (8 * i))) * 0x100000001B3;
    }
}
