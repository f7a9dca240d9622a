using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>
/// A grain that guards a call after <c>ConfigureAwait(false)</c>: the delegate runs in the caller's context, and that is no longer the
/// grain's, so that it runs beside the grain's other turns.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GrainContextAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The rule's id.</summary>
    public const string Id = "FF0003";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id, "A grain guards a call outside its own context", "ConfigureAwait(false) takes '{0}' out of the grain's context: {1} runs beside the grain's other turns",
        Rule.Reliability, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Rule.HelpOf(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationBlockAction(Analyze);
    }

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        if (!IsGrain(context.OwningSymbol.ContainingType))
            return;
        foreach (var block in context.OperationBlocks.Where(block => block.DescendantsAndSelf().Any(IsGuard)))
            Analyze(context, context.GetControlFlowGraph(block));
    }

    private static void Analyze(OperationBlockAnalysisContext context, ControlFlowGraph graph)
    {
        var method = context.OwningSymbol.Name;
        foreach (var (guard, leaving) in ContextFlow.GuardsAfterLeaving(graph))
            context.ReportDiagnostic(Diagnostic.Create(s_rule, guard.Syntax.GetLocation(), leaving, properties: null, method, "the guarded delegate"));
        foreach (var own in ContextFlow.Leavings(graph).Where(leaving => leaving.Instance is IInvocationOperation guard && GuardCalls.IsGuard(guard)))
            context.ReportDiagnostic(Diagnostic.Create(s_rule, own.Syntax.GetLocation(), [own.Syntax.GetLocation()], properties: null, method, "what follows the guarded call"));

        foreach (var local in graph.LocalFunctions)
            Analyze(context, graph.GetLocalFunctionControlFlowGraph(local));
        foreach (var lambda in ContextFlow.Operations(graph).OfType<IFlowAnonymousFunctionOperation>())
            Analyze(context, graph.GetAnonymousFunctionControlFlowGraph(lambda));
    }

    private static bool IsGuard(IOperation operation) => operation is IInvocationOperation call && GuardCalls.IsGuard(call);

    private static bool IsGrain(INamedTypeSymbol? type) =>
        type is { TypeKind: TypeKind.Class } && type.AllInterfaces.Any(each => each.ToDisplayString() is "Orleans.IGrain" or "Orleans.IGrainBase");
}
