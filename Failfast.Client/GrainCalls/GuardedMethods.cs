using System.Collections.Concurrent;
using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>Which breaker guards which method of a grain.</summary>
internal sealed class GuardedMethods
{
    private readonly ConcurrentDictionary<(MethodInfo? Implementation, MethodInfo Declared), string?> _known = new();

    /// <summary>Null for a method that isn't guarded.</summary>
    public string? BreakerOf(MethodInfo? implementation, MethodInfo declared) =>
        _known.GetOrAdd((implementation, declared), static method => Find(method.Implementation, method.Declared));

    private static string? Find(MethodInfo? implementation, MethodInfo declared)
    {
        var byMethod = NameOn(implementation) ?? NameOn(declared);
        // Reminders, streams and the like come by Orleans' own interfaces: they are not what a class was put under guard for.
        if (byMethod is not null || declared.DeclaringType is not { } contract || IsOrleans(contract))
            return byMethod;
        return NameOn(implementation?.ReflectedType) ?? NameOn(contract);
    }

    public static bool IsOrleans(Type type) =>
        type.Assembly.GetName().Name is { } name && name.StartsWith("Orleans.", StringComparison.Ordinal);

    private static string? NameOn(MemberInfo? member) => member?.GetCustomAttribute<GuardedByAttribute>(inherit: true)?.Breaker;
}
