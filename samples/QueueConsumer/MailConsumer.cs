using System.Threading.Channels;

namespace Failfast.Samples.QueueConsumer;

/// <summary>Takes messages one by one, and only while the breaker lets calls through.</summary>
internal sealed class MailConsumer(IBreakerGrain mail, MailServer server)
{
    private readonly Channel<string> _queue = Channel.CreateUnbounded<string>();

    public int Sent { get; private set; }

    public int Failed { get; private set; }

    public void Enqueue(string message) => _queue.Writer.TryWrite(message);

    public async Task Run(int messages, CancellationToken cancellationToken)
    {
        while (Sent < messages)
        {
            // Before the message is taken, not after.
            await mail.WaitUntilAdmitting(cancellationToken);
            var message = await _queue.Reader.ReadAsync(cancellationToken);
            var outcome = await mail.TryGuard(ct => server.Send(message, ct), cancellationToken);
            if (outcome.IsSuccess)
            {
                Sent++;
                continue;
            }

            // Back to the queue: it will be delivered again.
            Enqueue(message);
            Failed += outcome.IsRejected ? 0 : 1;
            Console.WriteLine(outcome.Rejection is { } rejection ? $"rejected: {rejection.Reason}" : $"{message} failed, mail is {mail.State}");
        }
    }
}
