using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>A literal or constant that is given as a breaker's name and breaks the rule for those: it throws when it is used.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NameAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The rule's id.</summary>
    public const string Id = "FF0005";

    /// <summary>The key of the <see cref="NameUse"/>, in a diagnostic's properties.</summary>
    internal const string Use = "use";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id, "Not a breaker's name", "'{0}' is not {1}: use {2}", Rule.Usage,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Rule.HelpOf(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
        context.RegisterOperationAction(AnalyzeIndexer, OperationKind.PropertyReference);
        context.RegisterSymbolAction(AnalyzeAttribute, SymbolKind.NamedType, SymbolKind.Method);
    }

    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (NameParameters.Of(call) is (var parameter, var use) && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter) is { } name)
            Check(name.Value, use, context);
    }

    private static void AnalyzeIndexer(OperationAnalysisContext context)
    {
        var indexer = (IPropertyReferenceOperation)context.Operation;
        if (indexer.Property.IsIndexer && indexer.Arguments.Length == 1 && NameParameters.IsBreakers(indexer.Instance))
            Check(indexer.Arguments[0].Value, NameUse.Key, context);
    }

    private static void AnalyzeAttribute(SymbolAnalysisContext context)
    {
        if (GuardedByAnalyzer.Attribute(context.Symbol) is not { ApplicationSyntaxReference: { } place, ConstructorArguments.Length: 1 } guarded
            || guarded.ConstructorArguments[0].Value is not string name || BreakerNames.IsValid(name))
        {
            return;
        }

        var syntax = place.GetSyntax(context.CancellationToken);
        var argument = (syntax as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault()?.Expression;
        context.ReportDiagnostic(Error((argument ?? syntax).GetLocation(), name, NameUse.Name));
    }

    private static void Check(IOperation value, NameUse use, OperationAnalysisContext context)
    {
        if (value.ConstantValue is not { HasValue: true, Value: string name })
            return;
        var isValid = use switch
        {
            NameUse.Key => BreakerNames.IsKey(name),
            NameUse.Family => BreakerNames.IsFamily(name),
            _ => BreakerNames.IsValid(name),
        };
        if (!isValid)
            context.ReportDiagnostic(Error(value.Syntax.GetLocation(), name, use));
    }

    private static Diagnostic Error(Location at, string name, NameUse use)
    {
        const string Rule = "1 to 128 ASCII letters, digits and . _ : @ -";
        var (what, rule) = use switch
        {
            NameUse.Key => ("a breaker name, nor a family", $"{Rule} and at most one * at the end"),
            NameUse.Family => ("a family of breakers", $"{Rule} and one * at the end"),
            _ => ("a breaker name", Rule),
        };
        return Diagnostic.Create(s_rule, at, ImmutableDictionary<string, string?>.Empty.Add(Use, use.ToString()), Shown(name), what, rule);
    }

    private static string Shown(string name)
    {
        var printable = new string([.. name.Take(40).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return name.Length > 40 ? $"{printable}… ({name.Length} characters)" : printable;
    }
}
