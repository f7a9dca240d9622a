namespace Failfast;

/// <summary>
/// Guards calls to a grain with a breaker, in the silo that runs the grain: calls to one method, or to every method of a grain
/// interface or class. If several attributes cover a method the nearest one applies, in this order: the class's method, the
/// interface's method, the class, the interface. The grain's caller gets <see cref="BreakerOpenException"/> when a call is rejected.
/// </summary>
/// <remarks>
/// On an interface it also covers inherited methods. If unrelated interfaces name different breakers for one method, put the attribute
/// on the class or the method instead. A silo does not start if the attribute would not guard its grains: the name is not valid; a
/// covered method is <c>[OneWay]</c> or returns <c>void</c>, so that no caller would get the rejection, or returns
/// <c>IAsyncEnumerable</c>; or an attribute on a grain class covers no method that a grain interface calls. A call that exceeds
/// <see cref="BreakerSettings.CallTimeout"/> is counted, but its caller waits: a grain goes on until its method ends. Results are judged by
/// <see cref="FailfastOptions.ShouldHandleResult{T}"/>; a call that its caller cancels is not counted.
/// </remarks>
/// <param name="breaker">The breaker's name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class GuardedByAttribute(string breaker) : Attribute
{
    /// <summary>The breaker's name.</summary>
    public string Breaker { get; } = breaker;
}
