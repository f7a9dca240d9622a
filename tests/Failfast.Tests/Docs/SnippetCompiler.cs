using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Failfast.Tests.Docs;

/// <summary>Compiles code as a user of the packages would.</summary>
internal static class SnippetCompiler
{
    private static readonly MetadataReference[] s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    public static IEnumerable<string> Errors(string code) => CSharpCompilation.Create(
        "snippet", [CSharpSyntaxTree.ParseText(code)], s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
        .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString());
}
