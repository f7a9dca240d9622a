using System.Collections.Immutable;
using System.Composition;
using Failfast.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Failfast.CodeFixes;

/// <summary>Removes every <c>ConfigureAwait(false)</c> that takes the grain's method out of its context.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class GrainContextFix : CodeFixProvider
{
    private const string Title = "Remove ConfigureAwait(false)";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [GrainContextAnalyzer.Id];

    // Two fixes may remove the same call.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var calls = context.Diagnostics[0].AdditionalLocations
            .Select(place => root!.FindNode(place.SourceSpan, getInnermostNodeForTie: true)).OfType<InvocationExpressionSyntax>().ToList();
        if (calls.Count > 0)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root!.ReplaceNodes(calls, (_, call) => Inner(call)))), nameof(GrainContextFix)),
                context.Diagnostics);
        }
    }

    private static ExpressionSyntax Inner(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax member ? member.Expression.WithTrailingTrivia(call.GetTrailingTrivia()) : call;
}
