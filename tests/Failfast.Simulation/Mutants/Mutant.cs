namespace Failfast.Simulation;

/// <summary>A deliberate fault: one piece of source text, and its replacement.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="File">From the repository's root.</param>
/// <param name="Text">Occurs once in the file.</param>
/// <param name="Instead">The replacement.</param>
internal sealed record Mutant(string Name, string File, string Text, string Instead)
{
    /// <summary>The source with the fault in it.</summary>
    /// <exception cref="InvalidOperationException">The text is not there, or more than once: the code has changed.</exception>
    public string Apply(string source)
    {
        var at = source.IndexOf(Text, StringComparison.Ordinal);
        if (at < 0 || source.IndexOf(Text, at + 1, StringComparison.Ordinal) >= 0)
            throw new InvalidOperationException($"Mutant '{Name}': '{Text}' must occur exactly once in {File}.");
        return source.Remove(at, Text.Length).Insert(at, Instead);
    }
}
