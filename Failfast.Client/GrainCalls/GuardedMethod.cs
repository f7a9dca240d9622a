using System.Reflection;
using Failfast.CallShapes;
using Failfast.Local;

namespace Failfast.GrainCalls;

/// <summary>How to guard one method of a grain.</summary>
internal sealed class GuardedMethod
{
    private static readonly MethodInfo s_guardResult = typeof(GuardedGrainCalls).GetMethod(nameof(GuardedGrainCalls.GuardResult))!;

    private readonly Func<LocalBreaker, IIncomingGrainCallContext, CancellationToken, Task>? _guardResult;
    private readonly int _token;

    /// <param name="breaker">The breaker's name.</param>
    /// <param name="declared">The method as called, without open type parameters.</param>
    public GuardedMethod(string breaker, MethodInfo declared)
    {
        Breaker = breaker;
        _token = Array.FindLastIndex(
            declared.GetParameters(), each => each.ParameterType == typeof(CancellationToken) || each.ParameterType == typeof(GrainCancellationToken));
        if (ResultOf(declared.ReturnType) is { } result)
            _guardResult = s_guardResult.MakeGenericMethod(result).CreateDelegate<Func<LocalBreaker, IIncomingGrainCallContext, CancellationToken, Task>>();
    }

    public string Breaker { get; }

    /// <summary>Runs the call guarded. Its result is judged only if the breaker has rules for results.</summary>
    public Task Guard(LocalBreaker breaker, IIncomingGrainCallContext context) =>
        breaker.Judge.ReadsResults && _guardResult is not null
            ? _guardResult(breaker, context, CallersToken(context))
            : GuardedGrainCalls.Guard(breaker, context, CallersToken(context));

    private CancellationToken CallersToken(IIncomingGrainCallContext context) => _token < 0 ? default : context.Request.GetArgument(_token) switch
    {
        CancellationToken token => token,
        GrainCancellationToken token => token.CancellationToken,
        _ => default,
    };

    private static Type? ResultOf(Type returned) =>
        returned.IsGenericType && returned.GetGenericTypeDefinition() is var shape && (shape == typeof(Task<>) || shape == typeof(ValueTask<>))
            ? returned.GetGenericArguments()[0]
            : null;
}
