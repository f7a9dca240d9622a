using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>Finds the attributes that cover a method of a grain, for calls and for the silo's check at start alike.</summary>
internal static class GuardMarks
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>All attributes that cover the method, nearest first: that one applies.</summary>
    /// <param name="type">The grain's class, or a grain interface if no class is known.</param>
    /// <param name="declared">The method as an interface declares it.</param>
    public static IEnumerable<GuardMark> Of(Type type, MethodInfo declared)
    {
        if (declared.IsConstructedGenericMethod)
            declared = declared.GetGenericMethodDefinition();
        return MarkedMembers(type, declared).Select(GuardMark.Of).OfType<GuardMark>();
    }

    /// <summary>The attributes on a grain class, its base classes and their methods.</summary>
    public static IEnumerable<GuardMark> On(Type grain) => WithBases(grain)
        .SelectMany(type => type.GetMethods(Declared).Prepend<MemberInfo>(type)).Select(GuardMark.Of).OfType<GuardMark>();

    private static IEnumerable<MemberInfo> MarkedMembers(Type type, MethodInfo declared)
    {
        var implementation = GrainContracts.Implementation(type, declared);
        var methods = implementation is null ? [] : WithOverridden(implementation);
        // Reminders, streams and the like arrive through Orleans' own interfaces: an attribute on the class does not mean those.
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

    /// <summary>The interface that declares the method, and those of the type that derive from it.</summary>
    private static IEnumerable<Type> Interfaces(Type type, Type contract) =>
        (type.IsInterface ? GrainContracts.WithInherited(type) : type.GetInterfaces())
        .Where(contract.IsAssignableFrom)
        // The most derived first: an interface has more base interfaces than any of its bases.
        .OrderByDescending(each => each.GetInterfaces().Length).ThenBy(each => each.FullName, StringComparer.Ordinal);
}
