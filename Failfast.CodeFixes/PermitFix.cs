using System.Collections.Immutable;
using System.Composition;
using Failfast.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Failfast.CodeFixes;

/// <summary>Adds <c>using</c> to the variable that the permit is declared in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class PermitFix : CodeFixProvider
{
    private const string Title = "Add 'using'";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [PermitAnalyzer.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var node = root!.FindNode(context.Span, getInnermostNodeForTie: true);
        // Not from within a lambda that the declaration contains.
        if (node.FirstAncestorOrSelf<StatementSyntax>() is not LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } local || !CanBeUsing(local))
            return;
        context.RegisterCodeFix(
            CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(local, WithUsing(local)))), nameof(PermitFix)),
            context.Diagnostics);
    }

    // A variable that is assigned again can't be one, and a section of a switch can't have one.
    private static bool CanBeUsing(LocalDeclarationStatementSyntax local) =>
        local.Parent is BlockSyntax or GlobalStatementSyntax && !local.Parent.Parent!.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(assignment => assignment.Left is IdentifierNameSyntax left && left.Identifier.ValueText == local.Declaration.Variables[0].Identifier.ValueText);

    private static LocalDeclarationStatementSyntax WithUsing(LocalDeclarationStatementSyntax local) => local.WithoutLeadingTrivia()
        .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space)).WithLeadingTrivia(local.GetLeadingTrivia());
}
