using System.Reflection;
using Orleans.Concurrency;

namespace Failfast.GrainCalls;

/// <summary>A method that <see cref="GuardedByAttribute"/> covers.</summary>
/// <param name="Type">The grain's class, or a grain interface.</param>
/// <param name="Declared">The method as an interface declares it.</param>
/// <param name="Marks">What covers it, the nearest first; at least one.</param>
internal sealed record CoveredMethod(Type Type, MethodInfo Declared, IReadOnlyList<GuardMark> Marks)
{
    /// <summary>The methods of a grain class or interface that are guarded.</summary>
    public static IEnumerable<CoveredMethod> Of(Type type) => GrainContracts.Methods(type)
        .Select(method => new CoveredMethod(type, method, [.. GuardMarks.Of(type, method)])).Where(method => method.Marks.Count > 0);

    /// <summary>Why guarding it can't work.</summary>
    public IEnumerable<string> Errors()
    {
        var (mark, returned) = (Marks[0], Declared.ReturnType);
        // An attribute on an interface, or on the class itself, says enough of where to look.
        var name = (mark.On as Type ?? mark.On.DeclaringType!) is { IsInterface: false } type && type != Type
            ? $"{Declared.Name} of {GuardMark.NameOf(Type)}" : Declared.Name;
        if (Declared.IsDefined(typeof(OneWayAttribute)))
            yield return $"{mark}: {name} is [OneWay], so that nobody would hear of a rejection.";
        else if (returned == typeof(void))
            yield return $"{mark}: {name} returns void, which makes it one-way: nobody would hear of a rejection.";
        else if (returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            yield return $"{mark}: {name} returns IAsyncEnumerable, whose items are fetched by calls of Orleans' own.";
        if (Rival() is { } rival)
            yield return $"{mark}: {Declared.Name} of {GuardMark.NameOf(Type)} is covered by the one on {rival} as well; put one on the class or the method.";
    }

    /// <summary>Of two interfaces, neither derived from the other, none is the nearer.</summary>
    private GuardMark? Rival()
    {
        var interfaces = Marks.Where(mark => mark.On is Type { IsInterface: true }).ToList();
        if (interfaces.Count != Marks.Count)
            return null;
        return interfaces.Where(mark => mark.Breaker != Marks[0].Breaker && !interfaces.Any(other => other != mark && ((Type)mark.On).IsAssignableFrom((Type)other.On)))
            .Select(mark => (GuardMark?)mark).FirstOrDefault();
    }
}
