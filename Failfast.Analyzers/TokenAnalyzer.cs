using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>
/// A guarded lambda whose calls could take a token and don't get the one that the guard gives: neither its caller nor <c>CallTimeout</c>
/// can cancel them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TokenAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The rule's id.</summary>
    public const string Id = "FF0001";

    /// <summary>The key of the parameter's name, in a diagnostic's properties, if the argument must name it.</summary>
    internal const string ParameterName = "parameter";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id, "A guarded call ignores the token that it is given",
        "Give the delegate's own token to '{0}': it is cancelled by the caller and by the breaker's CallTimeout", Rule.Reliability,
        DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Rule.HelpOf(Id));

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
        var guard = (IInvocationOperation)context.Operation;
        if (!GuardCalls.IsGuard(guard) || GuardCalls.Delegate(guard) is not { } lambda
            || lambda.Symbol.Parameters.LastOrDefault() is not { } own || !GuardCalls.IsToken(own.Type))
        {
            return;
        }

        var isUsed = lambda.Body.Descendants().Any(each => IsReferenceTo(own, each));
        var outer = guard.Arguments.FirstOrDefault(argument => argument is { ArgumentKind: ArgumentKind.Explicit } && GuardCalls.IsToken(argument.Parameter?.Type));
        foreach (var call in CallsIn(lambda.Body))
        {
            var wrong = call.Arguments.FirstOrDefault(argument => GuardCalls.IsToken(argument.Parameter?.Type) && argument.ArgumentKind == ArgumentKind.Explicit
                && (isUsed ? IsSame(argument.Value, outer?.Value) && !call.Arguments.Any(other => IsReferenceTo(own, other.Value)) : !IsNone(argument.Value)));
            if (wrong is not null)
                Report(wrong.Syntax, call, null);
            else if (!isUsed && TokenArguments.Missing(call, context.ContainingSymbol) is { } parameter)
                Report(Name(call), call, parameter);
        }

        void Report(SyntaxNode at, IInvocationOperation call, string? parameter) => context.ReportDiagnostic(Diagnostic.Create(
            s_rule, at.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(ParameterName, parameter), call.TargetMethod.Name));
    }

    // Not in lambdas within the lambda: nobody knows when they run.
    private static IEnumerable<IInvocationOperation> CallsIn(IOperation body)
    {
        foreach (var child in body.ChildOperations.Where(each => each is not (IAnonymousFunctionOperation or ILocalFunctionOperation)))
        {
            if (child is IInvocationOperation call)
                yield return call;
            foreach (var inner in CallsIn(child))
                yield return inner;
        }
    }

    private static bool IsReferenceTo(IParameterSymbol parameter, IOperation operation) =>
        operation is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);

    private static bool IsSame(IOperation value, IOperation? outer) => (value, outer) switch
    {
        (IParameterReferenceOperation one, IParameterReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Parameter, other.Parameter),
        (ILocalReferenceOperation one, ILocalReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Local, other.Local),
        (IMemberReferenceOperation one, IMemberReferenceOperation other) => !IsNone(one) && one.Syntax.IsEquivalentTo(other.Syntax),
        _ => false,
    };

    // Said on purpose.
    private static bool IsNone(IOperation value) => value is IDefaultValueOperation or IObjectCreationOperation
        or IPropertyReferenceOperation { Property: { IsStatic: true, Name: "None" } } or IConversionOperation { Operand: IDefaultValueOperation };

    private static SyntaxNode Name(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax member } => member.Name,
        InvocationExpressionSyntax invocation => invocation.Expression,
        var other => other,
    };
}
