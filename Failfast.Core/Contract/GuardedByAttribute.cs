namespace Failfast;

/// <summary>
/// Guards calls to a grain with a breaker, in the silo that runs the grain: calls to one method, or to every method of a grain
/// interface or class. If several attributes cover a method the nearest one applies, in this order: the class's method, the
/// interface's method, the class, the interface. The grain's caller gets <see cref="BreakerOpenException"/> when a call is rejected.
/// </summary>
/// <remarks>
/// On an interface it covers the methods that the interface inherits too. A silo does not start if the attribute is on what it
/// can't guard: a name that is none, something that is no grain, <c>[OneWay]</c> methods or such that return <c>void</c> (nobody
/// would hear of the rejection), methods that return <c>IAsyncEnumerable</c>, an interface or class with no method that it would
/// cover, and two unrelated interfaces that name different breakers for one method.
/// <see cref="BreakerSettings.CallTimeout"/> counts here, but the caller isn't freed: a grain goes on until its method ends. Results
/// are judged as <see cref="FailfastOptions.ShouldHandleResult{T}"/> says; a call whose caller cancels it counts nothing.
/// </remarks>
/// <param name="breaker">The breaker's name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class GuardedByAttribute(string breaker) : Attribute
{
    /// <summary>The breaker's name.</summary>
    public string Breaker { get; } = breaker;
}
