using System.Reflection;
using Orleans.Concurrency;

namespace Failfast.GrainCalls;

/// <summary>A method that <see cref="GuardedByAttribute"/> covers.</summary>
/// <param name="Type">The grain's class.</param>
/// <param name="Declared">The method as an interface declares it.</param>
/// <param name="Marks">The attributes that cover it, nearest first; at least one.</param>
internal sealed record CoveredMethod(Type Type, MethodInfo Declared, IReadOnlyList<GuardMark> Marks)
{
    /// <summary>The methods of a grain class that are guarded.</summary>
    public static IEnumerable<CoveredMethod> Of(Type type) => GrainContracts.Methods(type)
        .Select(method => new CoveredMethod(type, method, [.. GuardMarks.Of(type, method)])).Where(method => method.Marks.Count > 0);

    /// <summary>Why guarding it can't work; null if it can.</summary>
    public string? Error()
    {
        var (mark, returned) = (Marks[0], Declared.ReturnType);
        // An attribute on an interface, or on the class itself, says where to look.
        var name = (mark.On as Type ?? mark.On.DeclaringType!) is { IsInterface: false } type && type != Type
            ? $"{Declared.Name} of {GuardMark.NameOf(Type)}" : Declared.Name;
        return Declared.IsDefined(typeof(OneWayAttribute)) ? $"{mark}: {name} is [OneWay], so no caller would get the rejection."
            : returned == typeof(void) ? $"{mark}: {name} returns void, which makes it one-way: no caller would get the rejection."
            : returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)
                ? $"{mark}: {name} returns IAsyncEnumerable, whose items are fetched by Orleans' own calls."
            : null;
    }
}
