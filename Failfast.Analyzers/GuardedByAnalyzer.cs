using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Failfast.Analyzers;

/// <summary><c>[GuardedBy]</c> where it would not guard, so that the silo does not start or the attribute does nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GuardedByAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The rule's id.</summary>
    public const string Id = "FF0004";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id, "[GuardedBy] can't guard this", "[GuardedBy] on '{0}' can't work: {1}", Rule.Usage, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        helpLinkUri: Rule.HelpOf(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType, SymbolKind.Method);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        if (Attribute(context.Symbol) is not { ApplicationSyntaxReference: { } place })
            return;
        foreach (var error in GuardedByErrors.Of(context.Symbol))
            context.ReportDiagnostic(Diagnostic.Create(s_rule, Location.Create(place.SyntaxTree, place.Span), context.Symbol.Name, error));
    }

    /// <summary>The attribute on this very symbol.</summary>
    internal static AttributeData? Attribute(ISymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(each => Rule.IsOurs(each.AttributeClass, "GuardedByAttribute"));
}
