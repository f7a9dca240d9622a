using System.Text.RegularExpressions;
using Failfast.Simulation;

namespace Failfast.Tests.Docs;

/// <summary>The code blocks of the project's markdown files.</summary>
internal static partial class Snippets
{
    public sealed record Snippet(string File, int Number, string Language, string Code)
    {
        public override string ToString() => $"{File} #{Number} ({Language})";
    }

    public static IEnumerable<Snippet> All() =>
        Sources.Under("").Where(file => Path.GetExtension(file) == ".md")
            .SelectMany(file => In(file, File.ReadAllText(Path.Combine(Sources.Root, file))));

    /// <summary>The code blocks of one text.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="markdown">The text.</param>
    public static IEnumerable<Snippet> In(string file, string markdown) => Block().Matches(markdown)
        .Select((block, index) => new Snippet(file, index + 1, block.Groups["language"].Value, block.Groups["code"].Value));

    [GeneratedRegex(@"^```(?<language>\w*)\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
