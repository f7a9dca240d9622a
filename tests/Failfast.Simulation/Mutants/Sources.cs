namespace Failfast.Simulation;

/// <summary>The repository this was built in.</summary>
internal static class Sources
{
    public static string Root { get; } = Find();

    /// <summary>The files of a folder, relative to the root, without build output and installed packages.</summary>
    /// <param name="folder">From the root; empty for all.</param>
    public static IEnumerable<string> Under(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts" or "node_modules" or "BenchmarkDotNet.Artifacts" or ".git"));

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Failfast.sln")))
                return at.FullName;
        throw new InvalidOperationException($"No Failfast.sln above {AppContext.BaseDirectory}: run this in the repository.");
    }
}
