using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>Which attributes cover a method of a grain. The silo's check at start and the calls themselves both ask here.</summary>
internal static class GuardMarks
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>All that cover the method, the nearest first: that one counts.</summary>
    /// <param name="type">The grain's class, or a grain interface for what can be said without one.</param>
    /// <param name="declared">The method as an interface declares it.</param>
    public static IEnumerable<GuardMark> Of(Type type, MethodInfo declared)
    {
        if (declared.IsConstructedGenericMethod)
            declared = declared.GetGenericMethodDefinition();
        return MarkedMembers(type, declared).Select(GuardMark.Of).OfType<GuardMark>();
    }

    private static IEnumerable<MemberInfo> MarkedMembers(Type type, MethodInfo declared)
    {
        var implementation = GrainContracts.Implementation(type, declared);
        var methods = implementation is null ? [] : WithOverridden(implementation);
        // Reminders, streams and the like come by Orleans' own interfaces: they are not what a class was put under guard for.
        return declared.DeclaringType is not { } contract || GrainContracts.IsOrleans(contract)
            ? [.. methods, declared]
            : [.. methods, declared, .. WithBases(type), .. Interfaces(type, contract)];
    }

    private static IEnumerable<MethodInfo> WithOverridden(MethodInfo method) => WithBases(method.DeclaringType!)
        .SelectMany(type => type.GetMethods(Declared))
        .Where(each => each.Name == method.Name && each.GetBaseDefinition().HasSameMetadataDefinitionAs(method.GetBaseDefinition()));

    private static IEnumerable<Type> WithBases(Type type)
    {
        for (var each = type; each is { IsInterface: false }; each = each.BaseType)
            yield return each;
    }

    /// <summary>The interface that declares the method and those derived from it: all speak of the same method.</summary>
    private static IEnumerable<Type> Interfaces(Type type, Type contract) =>
        (type.IsInterface ? GrainContracts.WithInherited(type) : type.GetInterfaces())
        .Where(contract.IsAssignableFrom)
        // An interface has more of them than any it is derived from.
        .OrderByDescending(each => each.GetInterfaces().Length).ThenBy(each => each.FullName, StringComparer.Ordinal);
}
