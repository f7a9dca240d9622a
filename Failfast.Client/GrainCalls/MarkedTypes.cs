using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>Finds every <see cref="GuardedByAttribute"/>, also where it means nothing.</summary>
internal static class MarkedTypes
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <param name="types">A type of each assembly to look through, if it can know the attribute.</param>
    public static IEnumerable<GuardMark> In(IEnumerable<Type> types)
    {
        var ours = typeof(GuardedByAttribute).Assembly.GetName().Name;
        return types.Select(type => type.Assembly).Distinct()
            .Where(assembly => assembly.GetReferencedAssemblies().Any(reference => reference.Name == ours))
            .SelectMany(Types).SelectMany(Members).Select(GuardMark.Of).OfType<GuardMark>();
    }

    private static IEnumerable<MemberInfo> Members(Type type) => [type, .. type.GetMethods(Declared)];

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
