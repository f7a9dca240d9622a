using System.Collections.Immutable;
using System.Composition;
using Failfast.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Failfast.CodeFixes;

/// <summary>Gives the delegate's token to the call, and a name to the token if it has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TokenFix : CodeFixProvider
{
    private const string Title = "Give the delegate's token";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [TokenAnalyzer.Id];

    // Each fix may rename the same parameter: two at once would collide.
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var node = root!.FindNode(context.Span, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { } lambda && LambdaToken.Of(lambda) is { } parameter)
        {
            context.RegisterCodeFix(
                CodeAction.Create(Title, token => Fix(context.Document, node, parameter, context.Diagnostics[0], token), nameof(TokenFix)), context.Diagnostics);
        }
    }

    private static async Task<Document> Fix(Document document, SyntaxNode node, ParameterSyntax parameter, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var name = parameter.Identifier.ValueText;
        if (name.All(letter => letter == '_'))
        {
            name = LambdaToken.FreeName(editor.SemanticModel, parameter.SpanStart);
            editor.ReplaceNode(parameter, parameter.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(parameter.Identifier)));
        }

        var token = SyntaxFactory.IdentifierName(name);
        var byName = diagnostic.Properties[TokenAnalyzer.ParameterName];
        if (byName is null && (node as ArgumentSyntax ?? node.FirstAncestorOrSelf<ArgumentSyntax>()) is { } wrong)
        {
            editor.ReplaceNode(wrong.Expression, token.WithTriviaFrom(wrong.Expression));
        }
        else if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call)
        {
            var argument = SyntaxFactory.Argument(token);
            if (byName is { Length: > 0 })
                argument = argument.WithNameColon(SyntaxFactory.NameColon(byName).WithTrailingTrivia(SyntaxFactory.Space));
            var separator = call.ArgumentList.Arguments.Count > 0 ? argument.WithLeadingTrivia(SyntaxFactory.Space) : argument;
            editor.ReplaceNode(call.ArgumentList, call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Add(separator)));
        }

        return editor.GetChangedDocument();
    }
}
