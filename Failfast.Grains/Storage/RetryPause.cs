namespace Failfast.Storage;

/// <summary>The pause between two tries: 0.2 s at first, twice as long each time, up to 30 s.</summary>
internal sealed class RetryPause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private CancellationTokenSource? _pause;

    /// <summary>The next pause.</summary>
    public TimeSpan Length { get; private set; } = First;

    /// <summary>A try has succeeded.</summary>
    public void Reset() => Length = First;

    /// <summary>Ends the pause at once, and synchronously: the simulation has only one thread.</summary>
    public void Cut() => _pause?.Cancel();

    public async Task Wait()
    {
        using var pause = new CancellationTokenSource();
        _pause = pause;
        try
        {
            await Task.Delay(Length, time, pause.Token);
        }
        catch (OperationCanceledException)
        {
            // Cut short, because something waits for the next try.
        }
        finally
        {
            _pause = null;
        }

        Length = Length * 2 < Longest ? Length * 2 : Longest;
    }
}
