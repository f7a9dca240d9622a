namespace Failfast.Storage;

/// <summary>A call to a storage provider that is given up in time, whether or not the provider listens to the token.</summary>
internal static class StorageCall
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">Storage did not answer within 30 s.</exception>
    public static async Task Within(TimeProvider time, Func<CancellationToken, Task> act)
    {
        using var budget = new CancellationTokenSource(Budget, time);
        try
        {
            // Not every provider listens to the token.
            await act(budget.Token).WaitAsync(budget.Token);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested)
        {
            throw new TimeoutException($"Storage did not answer within {Budget.TotalSeconds} s.");
        }
    }
}
