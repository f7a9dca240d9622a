using Failfast.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast;

/// <summary>
/// The proxy base class of <see cref="IBreakerGrain"/>. It looks up this process's local breaker once and keeps it, so that
/// guarding through a reference that the caller keeps costs nanoseconds.
/// </summary>
// The alias is part of the wire identity of every method of the grain: never rename it.
[Alias("failfast.BreakerReference")]
[DefaultInvokableBaseType(typeof(ValueTask<>), typeof(Request<>))]
[DefaultInvokableBaseType(typeof(ValueTask), typeof(Request))]
[DefaultInvokableBaseType(typeof(Task<>), typeof(TaskRequest<>))]
[DefaultInvokableBaseType(typeof(Task), typeof(TaskRequest))]
[DefaultInvokableBaseType(typeof(void), typeof(VoidRequest))]
[DefaultInvokableBaseType(typeof(IAsyncEnumerable<>), typeof(AsyncEnumerableRequest<>))]
public abstract class BreakerReference : GrainReference
{
    /// <summary>Creates the reference; called by generated code.</summary>
    protected BreakerReference(GrainReferenceShared shared, IdSpan key)
        : base(shared, key) => Services = shared.ServiceProvider;

    /// <summary>The services of the process that holds this reference.</summary>
    internal IServiceProvider Services { get; }

    /// <summary>This process's breaker of this name, once it has been looked up.</summary>
    internal IProcessBreaker? LocalBreaker;

    /// <summary>Sends a request; called by generated code.</summary>
    protected new ValueTask<T?> InvokeAsync<T>(IRequest request)
    {
        var answer = base.InvokeAsync<T>(request);
        return typeof(T) == typeof(BreakerStatus) ? Learn(answer) : answer;
    }

    /// <summary>Sends a request; called by generated code.</summary>
    protected new ValueTask InvokeAsync(IRequest request) => base.InvokeAsync(request);

    /// <summary>Sends a request; called by generated code.</summary>
    protected new void Invoke(IRequest request) => base.Invoke(request);

    // Applied before the call returns: an operator who has isolated a breaker sees it isolated.
    private async ValueTask<T?> Learn<T>(ValueTask<T?> answer)
    {
        var answered = await answer.ConfigureAwait(false);
        if (answered is BreakerStatus { Published: { } snapshot })
            (LocalBreaker ??= Services.GetService<IProcessBreakers>()?.Find(GrainId.Key.ToString()!))?.Answered(snapshot);
        return answered;
    }
}
