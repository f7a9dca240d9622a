using System.IO.Compression;
using Failfast.Simulation;

namespace Failfast.Tests.Integration.Packages;

/// <summary>All packages, packed once by <c>eng/pack</c> from what the tests were built from, and a silo, a client and a web app built on them.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly string s_packed = Path.Combine(Sources.Root, "artifacts", "packages");

    /// <summary>Outside of the repository, whose settings and sources a consumer does not have.</summary>
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("failfast-consumer-");

    /// <summary>What the consumers' build has printed.</summary>
    public string BuildOutput { get; private set; } = "";

    public IReadOnlyList<string> Files { get; private set; } = [];

    private static bool IsRelease => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    public static string Id(string file) => file.EndsWith($".{VersionOf(file)}.nupkg", StringComparison.Ordinal)
        ? Path.GetFileName(file)[..^$".{VersionOf(file)}.nupkg".Length]
        : throw new InvalidOperationException($"{file} is not named by its version {VersionOf(file)}.");

    public static string Text(string package, string entry)
    {
        using var archive = ZipFile.OpenRead(package);
        using var reader = new StreamReader(archive.GetEntry(entry)?.Open() ?? throw new InvalidOperationException($"{package} has no {entry}."));
        return reader.ReadToEnd();
    }

    public static string Nuspec(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return Text(package, archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).FullName);
    }

    public string Package(string id) => Files.Single(file => Id(file) == id);

    /// <summary>A consumer's built program.</summary>
    /// <param name="project">Its name.</param>
    public string Program(string project) => Path.Combine(_folder.FullName, project, "bin", "Release", "net10.0", $"{project}.dll");

    public async Task InitializeAsync()
    {
        // In a release build all is built already.
        await Tool.Run(Sources.Root, IsRelease ? "eng/pack --no-build" : "eng/pack");
        Files = Directory.GetFiles(s_packed, "*.nupkg");
        var readMes = Files.ToDictionary(Id, file => Text(file, "README.md"));
        foreach (var (path, content) in ConsumerFiles.All(s_packed, VersionOf(Files[0]), readMes))
        {
            var file = new FileInfo(Path.Combine(_folder.FullName, path));
            file.Directory!.Create();
            await File.WriteAllTextAsync(file.FullName, content);
        }

        BuildOutput = await Tool.Run(_folder.FullName, $"dotnet build {ConsumerFiles.Solution} -c Release -nodeReuse:false -nologo");
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static string VersionOf(string file) => System.Xml.Linq.XDocument.Parse(Nuspec(file)).Descendants()
        .First(element => element.Name.LocalName == "version").Value;
}
