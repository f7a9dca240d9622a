using Microsoft.Extensions.Logging;

namespace Failfast.Storage;

/// <summary>
/// One step in the start of a storage provider, as the silo sees it: it never fails and takes at most <see cref="Budget"/>. If the step
/// is not done by then, it goes on and is retried in the background.
/// </summary>
internal sealed partial class PatientObserver(ILifecycleObserver inner, string name, TimeProvider time, ILogger logger) : ILifecycleObserver
{
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = logger;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem = "its turn has not come";

    /// <summary>Why the step is not done; null when it is.</summary>
    public string? Problem => _problem;

    /// <summary>Ends with the first try, successful or not, or when the budget is spent.</summary>
    public async Task OnStart(CancellationToken cancellationToken = default)
    {
        _problem = "no answer yet";
        // On the pool: not every provider yields before it blocks.
        _ = Task.Run(KeepTrying, CancellationToken.None);
        try
        {
            await _firstTry.Task.WaitAsync(Budget, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The silo starts without it.
        }

        if (_problem is { } problem)
            LogNotStarted(name, problem);
    }

    public Task OnStop(CancellationToken cancellationToken = default)
    {
        _end.TrySetResult();
        return inner.OnStop(cancellationToken);
    }

    private async Task KeepTrying()
    {
        for (var retry = FirstRetry; !_end.Task.IsCompleted; retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry)
        {
            if (await Try())
                return;
            await Task.WhenAny(_end.Task, Task.Delay(retry, time));
        }
    }

    private async Task<bool> Try()
    {
        try
        {
            await inner.OnStart(CancellationToken.None);
            _problem = null;
            if (_firstTry.Task.IsCompleted)
                LogStarted(name);
        }
        catch (Exception error)
        {
            _problem = StorageTrouble.Describe(error);
        }

        _firstTry.TrySetResult();
        return _problem is null;
    }
}
