using System.Collections.Concurrent;
using System.Reflection;

namespace Failfast.GrainCalls;

/// <summary>Caches the guarded methods of grains that have been called.</summary>
internal sealed class GuardedMethods
{
    private readonly ConcurrentDictionary<(Type Grain, MethodInfo Declared), GuardedMethod?> _known = new();

    /// <summary>Null for a method that isn't guarded.</summary>
    public GuardedMethod? Of(Type grain, MethodInfo declared) => _known.GetOrAdd((grain, declared), static method =>
        GuardMarks.Of(method.Grain, method.Declared).Select(mark => new GuardedMethod(mark.Breaker, method.Declared)).FirstOrDefault());
}
