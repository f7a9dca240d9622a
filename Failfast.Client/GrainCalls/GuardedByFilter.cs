using Failfast.Host;

namespace Failfast.GrainCalls;

/// <summary>Guards grain methods that carry <see cref="GuardedByAttribute"/>, in the grain's own turn.</summary>
// The breakers are looked up late: the runtime makes its filters before it can make grain references.
internal sealed class GuardedByFilter(IServiceProvider services) : IIncomingGrainCallFilter
{
    private readonly GuardedMethods _methods = new();
    private HostBreakers? _host;

    public Task Invoke(IIncomingGrainCallContext context) =>
        _methods.BreakerOf(context.ImplementationMethod, context.InterfaceMethod) is { } name
            ? (_host ??= HostBreakers.Of(services)).Get(name).GuardGrainCall(context, CallersToken(context))
            : context.Invoke();

    private static CancellationToken CallersToken(IIncomingGrainCallContext context)
    {
        for (var i = context.Request.GetArgumentCount() - 1; i >= 0; i--)
            if (context.Request.GetArgument(i) is CancellationToken token)
                return token;
        return default;
    }
}
