using System.Text.RegularExpressions;
using Failfast.Simulation;
using Mono.Cecil;

namespace Failfast.Tests.Architecture;

/// <summary>Which rooms the code has: arrows between them run one way, and each stays small enough to be read at once.</summary>
public sealed partial class RoomsTests : IDisposable
{
    private const int LongestProductFile = 200;
    private const int LongestTestFile = 250;
    private const int MostFilesOfOneClass = 3;
    private const string Tests = "tests/Failfast.Tests";

    // Beside a folder for each of the product's: what several of them stand on, show together, or hold the whole repository to.
    private static readonly string[] OtherTestFolders = ["Architecture", "Docs", "Fixtures", "Integration", "Simulation"];

    private readonly AssemblyDefinition _core = Mentions.Read("Failfast.Core");
    private readonly AssemblyDefinition _client = Mentions.Read("Failfast.Client");

    public void Dispose()
    {
        _core.Dispose();
        _client.Dispose();
    }

    [Fact]
    public void Types_of_the_client_form_no_cycle() => Assert.Empty(Cycles.Among([.. _client.MainModule.Types]));

    [Fact]
    public void Among_two_types_that_know_each_other_are_found()
    {
        using var tests = Mentions.Read("Failfast.Tests");
        var types = Mentions.TypesIn(tests, "Failfast.Tests.Architecture.Knowing").ToArray();
        Assert.Equal("KnowsBack, KnowsForth", Assert.Single(Cycles.Among(types)));
    }

    // Each room, and the rooms that it must not know.
    [Theory]
    [InlineData("Failfast.Local", "Failfast.CallShapes", "Failfast.Guarding", "Failfast.GrainCalls")]
    [InlineData("Failfast.CallShapes", "Failfast.Guarding", "Failfast.GrainCalls", "Failfast.Hosting")]
    [InlineData("Failfast.Guarding", "Failfast.GrainCalls", "Failfast.Hosting")]
    [InlineData("Failfast.Machine", "Failfast.Protocol", "Failfast.Hosting")]
    [InlineData("Failfast.Contract", "Failfast.Protocol", "Failfast.Machine")]
    public void Room_does_not_know_the_rooms_above_it(string room, params string[] above)
    {
        var types = Mentions.TypesIn(_client, room).Concat(Mentions.TypesIn(_core, room)).ToList();
        Assert.NotEmpty(types);
        Assert.Empty(types.SelectMany(type => Mentions.Types(type).Where(known => above.Contains(known.Namespace))
            .Select(known => $"{type.Name} knows {known.FullName}")).Distinct());
    }

    [Fact]
    public void Files_are_short() => Assert.Empty(Code()
        .Select(file => (file, Lines: File.ReadLines(Path.Combine(Sources.Root, file)).Count(), Longest: IsTest(file) ? LongestTestFile : LongestProductFile))
        .Where(it => it.Lines > it.Longest).Select(it => $"{it.file} has {it.Lines} lines, above {it.Longest}"));

    [Fact]
    public void Classes_are_in_few_files() => Assert.Empty(Code()
        .Where(file => !IsTest(file) && !file.EndsWith(".Log.cs", StringComparison.Ordinal))
        .SelectMany(file => PartialClass().Matches(Text(file)).Select(match => (Class: $"{Path.GetDirectoryName(file)}/{match.Groups[1].Value}", file)))
        .Distinct().GroupBy(it => it.Class).Where(files => files.Count() > MostFilesOfOneClass).Select(files => $"{files.Key} is in {files.Count()} files"));

    [Fact]
    public void Tests_are_in_the_folder_of_what_they_test()
    {
        var product = Code().Where(file => !IsTest(file)).SelectMany(Folders).Select(folder => folder.Replace("Failfast.", "", StringComparison.Ordinal)).ToHashSet();
        var tests = Code().Where(file => file.StartsWith(Tests, StringComparison.Ordinal)).Select(file => Folders(file[Tests.Length..]).ElementAtOrDefault(0) ?? file).ToHashSet();
        foreach (var folder in new[] { "Machine", "Storage", "Silo", "Integration" })
            Assert.Contains(folder, tests);
        Assert.Empty(tests.Except(product).Except(OtherTestFolders));
    }

    [Fact]
    public void Log_messages_are_in_files_of_their_own() => Assert.All(
        Code().Where(file => !IsTest(file) && file.StartsWith("Failfast.", StringComparison.Ordinal) && Text(file).Contains("[LoggerMessage(", StringComparison.Ordinal)),
        file => Assert.EndsWith(".Log.cs", file, StringComparison.Ordinal));

    [Fact]
    public void Product_casts_safely() => Assert.DoesNotContain(
        Code(), file => !IsTest(file) && Text(file).Contains("Unsafe.As", StringComparison.Ordinal));

    private static List<string> Code()
    {
        var found = Sources.Under("").Where(file => Path.GetExtension(file) == ".cs").ToList();
        Assert.InRange(found.Count, 300, 3_000);
        return found;
    }

    private static string[] Folders(string file) => Path.GetDirectoryName(file)!.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsTest(string file) => file.StartsWith("tests/", StringComparison.Ordinal);

    private static string Text(string file) => File.ReadAllText(Path.Combine(Sources.Root, file));

    [GeneratedRegex(@"\bpartial (?:class|struct|record|interface) (\w+)")]
    private static partial Regex PartialClass();
}
