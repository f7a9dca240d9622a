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

    /// <summary>What <c>Microsoft.NET.Sdk.Web</c> adds to every file.</summary>
    private static readonly SyntaxTree s_implicitUsings = CSharpSyntaxTree.ParseText(string.Concat(
        new[]
        {
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading",
            "System.Threading.Tasks", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http",
            "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
        }.Select(space => $"global using {space};")));

    public static CSharpCompilation Compile(string code) => s_empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(code));

    /// <summary>Compiles a whole <c>Program.cs</c>.</summary>
    public static CSharpCompilation CompileProgram(string code) =>
        Compile(code).AddSyntaxTrees(s_implicitUsings).WithOptions(s_empty.Options.WithOutputKind(OutputKind.ConsoleApplication));

    public static IEnumerable<string> Errors(string code) =>
        Compile(code).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString());
}
