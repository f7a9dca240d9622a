using System.Collections.Immutable;
using System.Composition;
using Failfast.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Failfast.CodeFixes;

/// <summary>Replaces the characters that a breaker's name may not have by <c>-</c>, and cuts what is too long, in a literal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NameFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [NameAnalyzer.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var node = root!.FindNode(context.Span, getInnermostNodeForTie: true);
        if (node is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal)
            return;
        var use = context.Diagnostics[0].Properties[NameAnalyzer.Use];
        if (BreakerNames.Repaired(literal.Token.ValueText, use != nameof(NameUse.Name)) is not { } name)
            return;
        if (use == nameof(NameUse.Family) && !BreakerNames.IsFamily(name))
            name += "*";
        var repaired = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name)).WithTriviaFrom(literal);
        context.RegisterCodeFix(
            CodeAction.Create($"Use \"{name}\"", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(literal, repaired))), nameof(NameFix)),
            context.Diagnostics);
    }
}
