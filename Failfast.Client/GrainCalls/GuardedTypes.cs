using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Serialization.Configuration;

namespace Failfast.GrainCalls;

/// <summary>Finds <see cref="GuardedByAttribute"/>, and where it can't work.</summary>
internal static class GuardedTypes
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Where Orleans looks for grains, as far as they could know the attribute.</summary>
    public static IEnumerable<Type> In(IServiceCollection services) => In(services
        .Where(service => service.ServiceType == typeof(IConfigureOptions<TypeManifestOptions>))
        .Select(service => service.ImplementationType ?? service.ImplementationInstance?.GetType()).OfType<Type>());

    /// <param name="manifests">A type of each assembly.</param>
    public static IEnumerable<Type> In(IEnumerable<Type> manifests)
    {
        var ours = typeof(GuardedByAttribute).Assembly.GetName().Name;
        return manifests.Select(type => type.Assembly).Distinct()
            .Where(assembly => assembly.GetReferencedAssemblies().Any(reference => reference.Name == ours))
            .SelectMany(Types).Where(IsMarked);
    }

    /// <summary>Every attribute that can't work, each a sentence that says why.</summary>
    public static IEnumerable<string> Errors(IEnumerable<Type> marked) => marked.SelectMany(type => Members(type).SelectMany(member =>
        Of(member) is { } guarded ? Errors(type, member, guarded.Breaker).Select(error => $"[GuardedBy] on {type.FullName}{(member is MethodInfo ? "." + member.Name : "")}: {error}") : []));

    private static IEnumerable<string> Errors(Type type, MemberInfo member, string name)
    {
        if (!BreakerName.IsValid(name))
            yield return $"'{name}' is not a breaker name: use 1 to {BreakerName.MaxLength} ASCII letters, digits and . _ : @ -.";
        if (!typeof(IGrain).IsAssignableFrom(type))
        {
            yield return "that is neither a grain nor a grain interface.";
            yield break;
        }

        var covered = Covered(type, member).ToList();
        if (covered.Count == 0 && member is MethodInfo)
            yield return "no grain interface calls that method.";
        foreach (var method in covered)
        {
            if (method.IsDefined(typeof(OneWayAttribute)))
                yield return $"{method.Name} is [OneWay], so that nobody would hear of a rejection.";
            if (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
                yield return $"{method.Name} returns IAsyncEnumerable, whose items are fetched by calls of Orleans' own.";
        }
    }

    /// <summary>The methods of grain interfaces that an attribute covers.</summary>
    private static IEnumerable<MethodInfo> Covered(Type type, MemberInfo member)
    {
        if (type.IsInterface)
            return member is MethodInfo method ? [method] : type.GetMethods();
        var contracts = type.GetInterfaces().Where(it => typeof(IAddressable).IsAssignableFrom(it));
        return member is MethodInfo implementation
            ? contracts.SelectMany(contract => Calling(contract, type, implementation))
            : contracts.Where(contract => !GuardedMethods.IsOrleans(contract)).SelectMany(contract => contract.GetMethods());
    }

    private static IEnumerable<MethodInfo> Calling(Type contract, Type type, MethodInfo implementation)
    {
        // An open generic class has no map; a name is good enough to find a mistake by.
        if (type.ContainsGenericParameters)
            return contract.GetMethods().Where(method => method.Name == implementation.Name);
        var map = type.GetInterfaceMap(contract);
        return map.InterfaceMethods.Where((_, i) => map.TargetMethods[i].Equals(implementation));
    }

    private static bool IsMarked(Type type) => Members(type).Any(member => Of(member) is not null);

    private static IEnumerable<MemberInfo> Members(Type type) => [type, .. type.GetMethods(Declared)];

    private static GuardedByAttribute? Of(MemberInfo member) => member.GetCustomAttribute<GuardedByAttribute>(inherit: false);

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }
}
