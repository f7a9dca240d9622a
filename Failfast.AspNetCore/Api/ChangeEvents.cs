using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Failfast.Api.Resources;

namespace Failfast.Api;

/// <summary>The directory's changes as events. One comes at least every few seconds, so that a reader can tell a silent stream from a dead one.</summary>
internal static class ChangeEvents
{
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    public static async IAsyncEnumerable<SseItem<string>> Of(
        IAsyncEnumerable<BreakerChange> changes, TimeProvider time, [EnumeratorCancellation] CancellationToken end)
    {
        await using var each = changes.GetAsyncEnumerator(end);
        var next = each.MoveNextAsync().AsTask();
        while (true)
        {
            switch (await Wait(next, time))
            {
                case null:
                    yield return new SseItem<string>("{}", "ping");
                    break;
                case true:
                    yield return Event(each.Current);
                    next = each.MoveNextAsync().AsTask();
                    break;
                default:
                    yield break;
            }
        }
    }

    private static SseItem<string> Event(BreakerChange change) => new(
        JsonSerializer.Serialize(
            new BreakerChangeResource(change.Name, change.Breaker is { } breaker ? BreakerSummaryResource.Of(breaker) : null),
            ApiJson.Default.BreakerChangeResource),
        change.Kind.ToString().ToLowerInvariant());

    // Null: nothing yet. False: the stream is over.
    private static async Task<bool?> Wait(Task<bool> next, TimeProvider time)
    {
        try
        {
            return await next.WaitAsync(PingInterval, time);
        }
        catch (TimeoutException) when (!next.IsCompleted)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
