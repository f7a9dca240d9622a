using System.Collections.Immutable;
using Failfast.Analyzers;
using Failfast.CodeFixes;
using Failfast.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Failfast.Tests.Analyzers;

/// <summary>Code as the analyzers see it.</summary>
internal static class Analyzed
{
    /// <summary>What the code of the tests speaks of.</summary>
    private const string Stage = """
        using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks;
        using Failfast; using Orleans; using Orleans.Concurrency; using Orleans.Hosting; using Microsoft.Extensions.DependencyInjection; using Polly;
        class Service
        {
            public Task Call(int order, CancellationToken cancellationToken = default) => Task.CompletedTask;
            public Task<int> Ask(int order) => Task.FromResult(order);
            public Task<int> Ask(int order, CancellationToken cancellationToken) => Task.FromResult(order);
            public Task Many(int first = 1, int second = 2, CancellationToken cancellationToken = default) => Task.CompletedTask;
            public Task Bare(int order) => Task.CompletedTask;
        }
        """;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_all =
        [new TokenAnalyzer(), new PermitAnalyzer(), new GrainContextAnalyzer(), new GuardedByAnalyzer(), new NameAnalyzer()];

    private static readonly CodeFixProvider[] s_fixes = [new TokenFix(), new PermitFix(), new GrainContextFix(), new NameFix()];

    /// <summary>A method that guards calls, in a class that is no grain.</summary>
    public static string Method(string body) => $$"""
        class Caller
        {
            GuardPermit? _field;
            async Task Run(IBreakerGrain breaker, IGrainFactory grains, IServiceCollection services, Service service, CancellationToken outer)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;

    /// <summary>What is found in a whole file: "id: the code it is about".</summary>
    public static async Task<IEnumerable<string>> Found(string code) =>
        (await Diagnostics(SnippetCompiler.Compile(Stage + code))).Select(found => $"{found.Id}: {found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan)}");

    /// <summary>The messages of what is found.</summary>
    public static async Task<IEnumerable<string>> Messages(string code) =>
        (await Diagnostics(SnippetCompiler.Compile(Stage + code))).Select(found => found.GetMessage(null));

    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(Compilation compilation)
    {
        Assert.Empty(compilation.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error));
        // An analyzer that throws is a finding too (AD0001).
        return [.. (await compilation.WithAnalyzers(s_all).GetAnalyzerDiagnosticsAsync()).OrderBy(found => found.Location.SourceSpan.Start)];
    }

    /// <summary>The code after the fix of the first finding; null if there is no fix. It compiles, and that finding is gone.</summary>
    public static async Task<string?> Fixed(string code)
    {
        using var workspace = new AdhocWorkspace();
        var options = (CSharpCompilationOptions)SnippetCompiler.Compile("").Options;
        var document = workspace.AddProject("tests", LanguageNames.CSharp).WithMetadataReferences(SnippetCompiler.References)
            .WithCompilationOptions(options).AddDocument("test.cs", Stage + code);
        var before = await Diagnostics((await document.Project.GetCompilationAsync())!);
        CodeAction? action = null;
        foreach (var fix in s_fixes.Where(fix => fix.FixableDiagnosticIds.Contains(before[0].Id)))
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, before[0], (found, _) => action ??= found, CancellationToken.None));
        if (action is null)
            return null;
        var change = (ApplyChangesOperation)(await action.GetOperationsAsync(CancellationToken.None)).Single();
        var changed = change.ChangedSolution.GetDocument(document.Id)!;
        Assert.True((await Diagnostics((await changed.Project.GetCompilationAsync())!)).Length < before.Length);
        return (await changed.GetTextAsync()).ToString()[Stage.Length..];
    }
}
