using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>
/// A permit that nothing disposes: if the code leaves before it says how the call ended, the permit holds its slot, or its probe, until it
/// expires.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PermitAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The rule's id.</summary>
    public const string Id = "FF0002";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id, "A permit is not disposed", "Dispose the permit of '{0}', for example with 'using': it holds its slot or its probe until it expires",
        Rule.Reliability, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Rule.HelpOf(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var enter = (IInvocationOperation)context.Operation;
        if (GuardCalls.IsEnter(enter) && IsLost(enter))
            context.ReportDiagnostic(Diagnostic.Create(s_rule, enter.Syntax.GetLocation(), enter.TargetMethod.Name));
    }

    private static bool IsLost(IOperation enter)
    {
        var value = Carrier(enter);
        return value.Parent switch
        {
            // With nothing else of the value in between, the statement drops it.
            IExpressionStatementOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } =>
                !IsUsing(declarator) && IsLost(declarator.Symbol, enter),
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => IsLost(local.Local, enter),
            IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } } => IsLost(local, enter),
            IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local } } => IsLost(local, enter),
            _ => false,
        };
    }

    // What the permit passes through on its way to a variable or a statement.
    private static IOperation Carrier(IOperation value)
    {
        while (value.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation or ICoalesceOperation or IConditionalOperation { Type: not null }
            || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            value = value.Parent!;
        }

        return value;
    }

    private static bool IsUsing(IOperation declarator)
    {
        for (var each = declarator.Parent; each is IVariableDeclarationOperation or IVariableDeclarationGroupOperation or IUsingDeclarationOperation or IUsingOperation; each = each.Parent)
            if (each is IUsingDeclarationOperation or IUsingOperation)
                return true;
        return false;
    }

    // What is still a task is awaited elsewhere.
    private static bool IsLost(ILocalSymbol local, IOperation enter) =>
        Rule.IsOurs(local.Type, "GuardPermit") && !PermitUses.AreEnough(local, Root(enter));

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }
}
