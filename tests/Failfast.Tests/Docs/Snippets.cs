using System.Text.RegularExpressions;

namespace Failfast.Tests.Docs;

/// <summary>The code blocks of the project's markdown files.</summary>
internal static partial class Snippets
{
    public sealed record Snippet(string File, int Number, string Language, string Code)
    {
        public override string ToString() => $"{File} #{Number} ({Language})";
    }

    public static string Root { get; } = FindRoot();

    public static IEnumerable<Snippet> All() =>
        Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj" or "artifacts" or "node_modules" or "BenchmarkDotNet.Artifacts"))
            .SelectMany(file => Block().Matches(File.ReadAllText(file))
                .Select((block, index) => new Snippet(
                    Path.GetRelativePath(Root, file), index + 1, block.Groups["language"].Value, block.Groups["code"].Value)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Failfast.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"^```(?<language>\w*)\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
