namespace Failfast;

/// <summary>
/// Guards calls of a grain with a breaker, in the silo that runs the grain: of one method, or of every method of a grain interface
/// or class. Of several that cover a method, the nearest counts: the class's method, the interface's method, the class, the
/// interface. The caller of the grain gets <see cref="BreakerOpenException"/> when the call is rejected.
/// </summary>
/// <remarks>
/// A silo does not start if the attribute is on what it can't guard: a name that is none, something that is no grain,
/// <c>[OneWay]</c> methods (nobody would hear of the rejection) or methods that return <c>IAsyncEnumerable</c>.
/// <see cref="BreakerSettings.CallTimeout"/> counts here, but the caller isn't freed: a grain goes on until its method ends.
/// </remarks>
/// <param name="breaker">The breaker's name.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class GuardedByAttribute(string breaker) : Attribute
{
    /// <summary>The breaker's name.</summary>
    public string Breaker { get; } = breaker;
}
