using Microsoft.CodeAnalysis;

namespace Failfast.Analyzers;

/// <summary>
/// Why <c>[GuardedBy]</c> would not guard what carries it: the reasons for which a silo does not start (<c>CoveredMethod</c>,
/// <c>GuardedTypes</c>), as far as the code at hand shows them.
/// </summary>
internal static class GuardedByErrors
{
    /// <summary>Each reason, as a clause.</summary>
    public static IEnumerable<string> Of(ISymbol marked) => marked switch
    {
        IMethodSymbol { ContainingType.TypeKind: TypeKind.Interface } method => Unguardable(method) is { } error ? [error] : [],
        IMethodSymbol method => OfClassMethod(method),
        INamedTypeSymbol { TypeKind: TypeKind.Interface } contract =>
            GrainMethods.IsAddressable(contract) ? OfAll(GrainMethods.Of(contract).Where(GrainMethods.IsMeantByTypes)) : [],
        INamedTypeSymbol type => OfClass(type),
        _ => [],
    };

    private static IEnumerable<string> OfClass(INamedTypeSymbol type)
    {
        var methods = GrainMethods.Of(type).Where(GrainMethods.IsMeantByTypes).ToList();
        // A class that is made to be derived from may have its interfaces there.
        return methods.Count == 0 && !type.IsAbstract ? ["it covers no method of a grain interface"] : OfAll(methods);
    }

    private static IEnumerable<string> OfClassMethod(IMethodSymbol method)
    {
        var type = method.ContainingType;
        var contracts = GrainMethods.Of(type).Where(declared => Implements(method, declared, type)).ToList();
        if (contracts.Count > 0)
            return OfAll(contracts);
        // Interfaces of derived classes may call what their base has.
        var mayBeCalledYet = (type.IsAbstract || (method.IsVirtual && !type.IsSealed)) && method is { IsStatic: false, DeclaredAccessibility: Accessibility.Public or Accessibility.Protected };
        return mayBeCalledYet || method.IsOverride ? [] : ["no grain interface calls that method"];
    }

    private static bool Implements(IMethodSymbol method, IMethodSymbol declared, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declared), method);

    private static IEnumerable<string> OfAll(IEnumerable<IMethodSymbol> methods) => methods.Select(Unguardable).OfType<string>().Distinct();

    private static string? Unguardable(IMethodSymbol declared) =>
        declared.GetAttributes().Any(each => each.AttributeClass?.ToDisplayString() == "Orleans.Concurrency.OneWayAttribute")
            ? $"{declared.Name} is [OneWay], so no caller would get the rejection"
        : declared.ReturnsVoid ? $"{declared.Name} returns void, which makes it one-way: no caller would get the rejection"
        : declared.ReturnType.OriginalDefinition.ToDisplayString() == "System.Collections.Generic.IAsyncEnumerable<T>"
            ? $"{declared.Name} returns IAsyncEnumerable, whose items are fetched by Orleans' own calls"
        : null;
}
