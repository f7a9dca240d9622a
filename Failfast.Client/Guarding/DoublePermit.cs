using Failfast.Local;
using Failfast.Protocol;

namespace Failfast.Guarding;

/// <summary>A permit of a test double: a guarded call that ends when the permit does.</summary>
internal static class DoublePermit
{
    public static GuardPermit? TryEnter(IBreakerGuard guard)
    {
        var call = new Pending();
        var running = call.Run(guard, CancellationToken.None);
        if (call.Entered.IsCompleted)
        {
            _ = Observed(running);
            return call.Permit();
        }

        // Should it be let in later, it ends at once.
        call.End(CallOutcome.Ignored);
        _ = Observed(running);
        return null;
    }

    public static async ValueTask<GuardPermit> EnterAsync(IBreakerGuard guard, CancellationToken cancellationToken)
    {
        var call = new Pending();
        var running = call.Run(guard, cancellationToken);
        await Task.WhenAny(call.Entered, running);
        if (!call.Entered.IsCompleted)
        {
            await running;
            throw new InvalidOperationException($"{guard.GetType()} neither ran the call nor threw {nameof(BreakerOpenException)}.");
        }

        _ = Observed(running);
        return call.Permit();
    }

    private static async Task Observed(Task running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The double has thrown, as it does at the end of the call; its caller has gone on.
        }
    }

    private sealed class Pending
    {
        private readonly TaskCompletionSource _entered = new();
        private readonly TaskCompletionSource<VoidResult> _ended = new();
        public Task Entered => _entered.Task;

        public async Task Run(IBreakerGuard guard, CancellationToken cancellationToken) => await guard.Guard(
            static (it, _) =>
            {
                it._entered.TrySetResult();
                return new ValueTask<VoidResult>(it._ended.Task);
            },
            this, cancellationToken);

        public GuardPermit Permit() => new(End, OutcomeJudge.OfDoubles);

        public void End(CallOutcome outcome)
        {
            switch (outcome)
            {
                case CallOutcome.Success:
                    _ended.TrySetResult(default);
                    break;
                case CallOutcome.Failure:
                    _ended.TrySetException(new InvalidOperationException("The permit was ended by Fail."));
                    break;
                default:
                    _ended.TrySetCanceled();
                    break;
            }
        }
    }
}
