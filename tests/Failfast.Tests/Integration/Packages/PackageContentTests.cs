using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Failfast.Tests.Integration.Packages;

[Collection(PackageTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class PackageContentTests(PackedPackages packages)
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Fact]
    public void Packages_are_these() => Assert.Equal(
        ["Failfast", "Failfast.AspNetCore", "Failfast.Client", "Failfast.Core", "Failfast.Grains", "Failfast.Http", "Failfast.OpenTelemetry", "Failfast.Polly", "Failfast.Testing"],
        packages.Files.Select(PackedPackages.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_says_what_it_is() => Assert.All(packages.Files, file =>
    {
        var metadata = XDocument.Parse(PackedPackages.Nuspec(file)).Root!.Elements().First();
        string Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
        Assert.Equal(("MIT", "README.md", "icon.png"), (Value("license"), Value("readme"), Value("icon")));
        Assert.Contains("circuit-breaker", Value("tags"), StringComparison.Ordinal);
        Assert.InRange(Value("description").Length, 50, 300);
        Assert.StartsWith($"# {Value("id")}\n", PackedPackages.Text(file, "README.md"), StringComparison.Ordinal);
        using var archive = ZipFile.OpenRead(file);
        Assert.InRange(archive.GetEntry("icon.png")!.Length, 1_000, 20_000);
    });

    [Fact]
    public void Version_is_one_for_all()
    {
        var version = Assert.Single(packages.Files.Select(file => Path.GetFileNameWithoutExtension(file)[(PackedPackages.Id(file).Length + 1)..]).Distinct());
        Assert.Matches(@"^\d+\.\d+\.\d+", version);
    }

    [Fact]
    public void Assemblies_have_symbols_and_sources_in_them_and_no_path_of_this_machine() => Assert.Empty(Assemblies().SelectMany(assembly =>
    {
        using var image = new PEReader(new MemoryStream(assembly.Bytes));
        var debug = image.ReadDebugDirectory();
        Assert.Contains(debug, entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        using var provider = image.ReadEmbeddedPortablePdbDebugDirectoryData(debug.Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        var symbols = provider.GetMetadataReader();
        var embedded = symbols.CustomDebugInformation.Select(symbols.GetCustomDebugInformation)
            .Where(information => symbols.GetGuid(information.Kind) == EmbeddedSource).Select(information => information.Parent).ToHashSet();
        Assert.NotEmpty(symbols.Documents);
        return symbols.Documents
            .Where(document => !embedded.Contains(document) || !symbols.GetString(symbols.GetDocument(document).Name).StartsWith("/_/", StringComparison.Ordinal))
            .Select(document => $"{assembly.Name}: {symbols.GetString(symbols.GetDocument(document).Name)}");
    }));

    // Also the analyzers, which have no folder lib.
    private List<(string Name, byte[] Bytes)> Assemblies()
    {
        var found = packages.Files.SelectMany(file =>
        {
            using var archive = ZipFile.OpenRead(file);
            return archive.Entries.Where(entry => entry.FullName.EndsWith(".dll", StringComparison.Ordinal)).Select(entry =>
            {
                using var bytes = new MemoryStream();
                using var stream = entry.Open();
                stream.CopyTo(bytes);
                return (entry.FullName, bytes.ToArray());
            }).ToList();
        }).ToList();
        Assert.Equal(10, found.Count);
        return found;
    }
}
