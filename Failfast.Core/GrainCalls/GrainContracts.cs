using System.Collections.Concurrent;
using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>The methods by which Orleans can call a grain.</summary>
internal static class GrainContracts
{
    private static readonly ConcurrentDictionary<Assembly, bool> s_isOrleans = new();

    /// <summary>Every method that a call to the grain, or through the grain interface, can name.</summary>
    // A call names the method where it is declared, which may be in an interface that is no grain interface.
    public static IEnumerable<MethodInfo> Methods(Type type) => (type.IsInterface ? [type] : type.GetInterfaces().Where(IsAddressable))
        .SelectMany(WithInherited).Distinct()
        .SelectMany(contract => contract.GetMethods(BindingFlags.Public | BindingFlags.Instance));

    /// <summary>The method of a grain class that implements an interface's method; null if there is none.</summary>
    public static MethodInfo? Implementation(Type type, MethodInfo declared)
    {
        if (declared.DeclaringType is not { IsInterface: true } contract || type.IsInterface || !type.GetInterfaces().Contains(contract))
            return null;
        var map = type.GetInterfaceMap(contract);
        return Array.IndexOf(map.InterfaceMethods, declared) is var at and >= 0 ? map.TargetMethods[at] : null;
    }

    public static IEnumerable<Type> WithInherited(Type contract) => [contract, .. contract.GetInterfaces()];

    /// <summary>Whether a type belongs to Orleans, by its assembly's product name: users' assemblies may be named <c>Orleans.Something</c> too.</summary>
    public static bool IsOrleans(Type type) => s_isOrleans.GetOrAdd(
        type.Assembly, static assembly => assembly.GetCustomAttribute<AssemblyProductAttribute>()?.Product == "Microsoft Orleans");

    private static bool IsAddressable(Type type) => typeof(IAddressable).IsAssignableFrom(type);
}
