using Microsoft.CodeAnalysis;

namespace Failfast.Analyzers;

/// <summary>The methods by which Orleans can call a grain.</summary>
internal static class GrainMethods
{
    /// <summary>Every method that a call to the grain, or through the grain interface, can name.</summary>
    public static IEnumerable<IMethodSymbol> Of(INamedTypeSymbol type)
    {
        var contracts = type.TypeKind == TypeKind.Interface ? [type] : type.AllInterfaces.Where(IsAddressable);
        // A call names the method where it is declared, which may be in an interface that is no grain interface.
        return contracts.SelectMany(contract => contract.AllInterfaces.Insert(0, contract)).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .SelectMany(contract => contract.GetMembers().OfType<IMethodSymbol>())
            .Where(method => method is { MethodKind: MethodKind.Ordinary, IsStatic: false });
    }

    public static bool IsAddressable(INamedTypeSymbol type) => type.AllInterfaces.Any(each => each.ToDisplayString() == "Orleans.Runtime.IAddressable");

    /// <summary>Whether an attribute on a type means the method: not those of Orleans' own interfaces, as for reminders and streams.</summary>
    public static bool IsMeantByTypes(IMethodSymbol method) => !method.ContainingAssembly.GetAttributes().Any(each =>
        each.AttributeClass?.Name == "AssemblyProductAttribute" && each.ConstructorArguments.FirstOrDefault().Value is "Microsoft Orleans");
}
