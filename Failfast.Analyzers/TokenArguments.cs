using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Failfast.Analyzers;

/// <summary>Whether a call could be given a token.</summary>
internal static class TokenArguments
{
    /// <summary>
    /// The parameter for a token that the call leaves out, or that an overload has: its name if an argument must name it, else empty. Null if
    /// there is none.
    /// </summary>
    public static string? Missing(IInvocationOperation call, ISymbol from)
    {
        var target = call.TargetMethod;
        if (call.Arguments.FirstOrDefault(argument => argument.ArgumentKind == ArgumentKind.DefaultValue && GuardCalls.IsToken(argument.Parameter?.Type)) is { } left)
            return Shown(call, left.Parameter!);
        if (target.Parameters.Any(parameter => GuardCalls.IsToken(parameter.Type)))
            return null;
        return Overloads(target).FirstOrDefault(other => IsWithToken(target.OriginalDefinition, other) && IsVisible(other, from)) is { } overload
            ? Shown(call, overload.Parameters[overload.Parameters.Length - 1]) : null;
    }

    private static string Shown(IInvocationOperation call, IParameterSymbol parameter)
    {
        var given = call.Arguments.Count(argument => argument.ArgumentKind != ArgumentKind.DefaultValue);
        var areInOrder = call.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Syntax is not Microsoft.CodeAnalysis.CSharp.Syntax.ArgumentSyntax { NameColon: not null });
        return given == parameter.Ordinal && areInOrder ? "" : parameter.Name;
    }

    private static IEnumerable<IMethodSymbol> Overloads(IMethodSymbol target)
    {
        for (var type = target.ContainingType?.OriginalDefinition; type is not null; type = target.IsStatic ? null : type.BaseType?.OriginalDefinition)
            foreach (var method in type.GetMembers(target.Name).OfType<IMethodSymbol>())
                yield return method;
    }

    private static bool IsWithToken(IMethodSymbol target, IMethodSymbol other)
    {
        if (other.Parameters.Length != target.Parameters.Length + 1 || other.IsStatic != target.IsStatic || other.Arity != target.Arity
            || !GuardCalls.IsToken(other.Parameters[other.Parameters.Length - 1].Type) || target.Parameters.Any(parameter => parameter.IsParams)
            || !IsAlike(target.ReturnType, other.ReturnType))
        {
            return false;
        }

        return target.Parameters.Zip(other.Parameters, (one, two) => IsAlike(one.Type, two.Type) && one.RefKind == two.RefKind && one.Name == two.Name).All(same => same);
    }

    // Type parameters of two methods are never equal.
    private static bool IsAlike(ITypeSymbol one, ITypeSymbol two) =>
        SymbolEqualityComparer.Default.Equals(one, two) || one.ToDisplayString() == two.ToDisplayString();

    private static bool IsVisible(IMethodSymbol method, ISymbol from) => method.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, from.ContainingAssembly),
        Accessibility.Private => SymbolEqualityComparer.Default.Equals(method.ContainingType, from.ContainingType),
        _ => false,
    };
}
