using System.Buffers;

namespace Failfast;

/// <summary>The rule for breaker names.</summary>
public static class BreakerName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:@-");

    /// <summary>Whether <paramref name="name"/> is 1 to 128 of ASCII letters, digits and <c>. _ : @ -</c>.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && !name.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Returns <paramref name="name"/> or throws.</summary>
    /// <exception cref="ArgumentException">The name is not valid; the message quotes the name and the rule.</exception>
    public static string Check(string? name) => IsValid(name)
        ? name!
        : throw new ArgumentException(
            $"'{Shown(name)}' is not a breaker name: use 1 to {MaxLength} ASCII letters, digits and . _ : @ - " +
            "(storage keys replace other characters, so that 'a/b' and 'a_b' would share one row).", nameof(name));

    private static string Shown(string? name) => name is null ? "(null)"
        : name.Length <= MaxLength ? Printable.Of(name)
        : $"{Printable.Of(name[..32])}… ({name.Length} characters)";
}
