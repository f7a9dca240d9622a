using Failfast.Local;

namespace Failfast.GrainCalls;

/// <summary>Guards grain methods that carry <see cref="GuardedByAttribute"/>, in the grain's own turn.</summary>
// The breakers are looked up late: the runtime creates its filters before it can create grain references.
internal sealed class GuardedByFilter(IServiceProvider services) : IIncomingGrainCallFilter
{
    private readonly GuardedMethods _methods = new();
    private LocalBreakers? _host;

    // The target is not the grain if one of its extensions is called.
    public Task Invoke(IIncomingGrainCallContext context) =>
        context.Request.GetTarget() is { } target && _methods.Of(target.GetType(), context.InterfaceMethod) is { } method
            ? method.Guard((_host ??= LocalBreakers.Of(services)).Get(method.Breaker), context)
            : context.Invoke();
}
