using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Failfast.Tests.Docs;

/// <summary>Compiles code as a user of the packages would.</summary>
internal static class SnippetCompiler
{
    /// <summary>All that the tests reference.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    // Once for all snippets: most of a compilation's time goes into reading the hundreds of assemblies.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "snippet", [], References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation Compile(string code) => s_empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code));

    public static IEnumerable<string> Errors(string code) =>
        Compile(code).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString());
}
