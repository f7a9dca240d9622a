namespace Failfast.Samples.QueueConsumer;

/// <summary>Refuses all messages for a time, then takes them.</summary>
internal sealed class MailServer(TimeSpan downFor)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    public Task Send(string message, CancellationToken cancellationToken) =>
        TimeProvider.System.GetElapsedTime(_started) < downFor
            ? Task.FromException(new IOException($"The mail server takes no {message}."))
            : Task.CompletedTask.WaitAsync(cancellationToken);
}
