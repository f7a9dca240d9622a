using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>Recognizes the guard's own calls.</summary>
internal static class GuardCalls
{
    /// <summary>Whether a call is <c>Guard</c> or <c>TryGuard</c> on a breaker.</summary>
    public static bool IsGuard(IInvocationOperation call) => call.TargetMethod.Name is "Guard" or "TryGuard" && IsOnBreaker(call);

    /// <summary>Whether a call is <c>TryEnter</c> or <c>EnterAsync</c> on a breaker.</summary>
    public static bool IsEnter(IInvocationOperation call) => call.TargetMethod.Name is "TryEnter" or "EnterAsync" && IsOnBreaker(call);

    public static bool IsToken(ITypeSymbol? type) =>
        type is { Name: "CancellationToken", ContainingNamespace: { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>The lambda that is guarded; null if something else is.</summary>
    public static IAnonymousFunctionOperation? Delegate(IInvocationOperation guard)
    {
        var value = guard.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "call")?.Value;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } ? lambda : null;
    }

    private static bool IsOnBreaker(IInvocationOperation call) =>
        call.TargetMethod is { IsExtensionMethod: true } method && Rule.IsOurs(method.Parameters[0].Type, "IBreakerGrain")
        && method.ContainingNamespace.Name == "Failfast";
}
