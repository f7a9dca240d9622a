using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>What code does with a permit in a local variable.</summary>
internal static class PermitUses
{
    /// <summary>Whether the permit is disposed, ended however the call ends, or handed to somebody else.</summary>
    public static bool AreEnough(ILocalSymbol permit, IOperation root)
    {
        var uses = root.DescendantsAndSelf().OfType<ILocalReferenceOperation>()
            .Where(each => SymbolEqualityComparer.Default.Equals(each.Local, permit)).ToList();
        return uses.Any(IsHandedOver) || EndsHoweverTheCallEnds([.. uses.Where(use => CalledOn(use) is "Succeed" or "Fail")]);
    }

    // Everything that is no mere look at the permit, and no end of it.
    private static bool IsHandedOver(ILocalReferenceOperation use) => Outermost(use) switch
    {
        { Parent: ISimpleAssignmentOperation assignment } value when assignment.Target == value => false,
        { Parent: IIsPatternOperation or IBinaryOperation or IExpressionStatementOperation } => false,
        { Parent: IPropertyReferenceOperation } => false,
        _ => CalledOn(use) is null or "Dispose",
    };

    private static string? CalledOn(ILocalReferenceOperation use) => Outermost(use).Parent switch
    {
        IInvocationOperation { Instance: { } instance } call when instance == Outermost(use) => call.TargetMethod.Name,
        IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } access when access.Operation == Outermost(use) => call.TargetMethod.Name,
        IConditionalAccessOperation access when access.Operation == Outermost(use) => "",
        _ => null,
    };

    private static IOperation Outermost(IOperation value)
    {
        while (value.Parent is IParenthesizedOperation or IConversionOperation)
            value = value.Parent;
        return value;
    }

    private static bool EndsHoweverTheCallEnds(IReadOnlyList<ILocalReferenceOperation> ends) =>
        ends.SelectMany(Tries).Any(it => it.Finally is { } last && ends.Any(end => IsIn(end, last))
            || ends.Any(end => IsIn(end, it.Body)) && it.Catches.Any(caught => IsForAll(caught) && ends.Any(end => IsIn(end, caught.Handler))));

    private static bool IsForAll(ICatchClauseOperation caught) =>
        caught.Filter is null && (caught.ExceptionType is null or { SpecialType: SpecialType.System_Object } || caught.ExceptionType.ToDisplayString() == "System.Exception");

    private static IEnumerable<ITryOperation> Tries(IOperation end)
    {
        for (var each = end.Parent; each is not null; each = each.Parent)
            if (each is ITryOperation found)
                yield return found;
    }

    private static bool IsIn(IOperation operation, IOperation block) => block.Syntax.Span.Contains(operation.Syntax.Span);
}
