using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>One <see cref="GuardedByAttribute"/>.</summary>
/// <param name="On">The type or method that carries it.</param>
/// <param name="Breaker">The breaker that it names.</param>
internal readonly record struct GuardMark(MemberInfo On, string Breaker)
{
    /// <summary>The attribute on this very member; null if there is none. Inherited attributes are found on the members that carry them.</summary>
    public static GuardMark? Of(MemberInfo member) =>
        member.GetCustomAttribute<GuardedByAttribute>(inherit: false) is { } guarded ? new(member, guarded.Breaker) : null;

    /// <summary>The same for a generic type and all that is made of it.</summary>
    public (Module, int) Place => (On.Module, On.MetadataToken);

    /// <summary>Where it stands, for people.</summary>
    public override string ToString() => On is Type type ? NameOf(type) : $"{NameOf(On.DeclaringType!)}.{On.Name}";

    public static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName ?? type.Name;
}
