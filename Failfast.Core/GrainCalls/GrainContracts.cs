using System.Collections.Concurrent;
using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>What Orleans can call a grain by.</summary>
internal static class GrainContracts
{
    private static readonly ConcurrentDictionary<Assembly, bool> s_isOrleans = new();

    /// <summary>Every method that a call of the grain, or of the grain interface, may be for.</summary>
    // A call is for the method where it is declared, be it in an interface that itself is no grain's.
    public static IEnumerable<MethodInfo> Methods(Type type) => (type.IsInterface ? [type] : type.GetInterfaces().Where(IsAddressable))
        .SelectMany(WithInherited).Distinct()
        .SelectMany(contract => contract.GetMethods(BindingFlags.Public | BindingFlags.Instance));

    /// <summary>The method of a grain class that a call of an interface's method runs; null for what is no class.</summary>
    public static MethodInfo? Implementation(Type type, MethodInfo declared)
    {
        if (declared.DeclaringType is not { IsInterface: true } contract || type.IsInterface || !type.GetInterfaces().Contains(contract))
            return null;
        var map = type.GetInterfaceMap(contract);
        return Array.IndexOf(map.InterfaceMethods, declared) is var at and >= 0 ? map.TargetMethods[at] : null;
    }

    public static IEnumerable<Type> WithInherited(Type contract) => [contract, .. contract.GetInterfaces()];

    /// <summary>Orleans' own, by the product it says it is of: users' assemblies have names like <c>Orleans.Something</c> too.</summary>
    public static bool IsOrleans(Type type) => s_isOrleans.GetOrAdd(
        type.Assembly, static assembly => assembly.GetCustomAttribute<AssemblyProductAttribute>()?.Product == "Microsoft Orleans");

    private static bool IsAddressable(Type type) => typeof(IAddressable).IsAssignableFrom(type);
}
