using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Failfast.Api.Resources;

namespace Failfast.Api;

/// <summary>One breaker, looked at twice a second.</summary>
internal static class BreakerEvents
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static async IAsyncEnumerable<SseItem<string>> Of(
        IBreakerGrain breaker, BreakerDetails first, TimeProvider time, [EnumeratorCancellation] CancellationToken end)
    {
        yield return Event(first);
        while (await Pause(time, end))
        {
            if (await Look(breaker, end) is { } details)
                yield return Event(details);
            else if (!end.IsCancellationRequested)
                yield return new SseItem<string>("{}", "unreachable");
        }
    }

    private static SseItem<string> Event(BreakerDetails details) =>
        new(JsonSerializer.Serialize(BreakerResource.Of(details), ApiJson.Default.BreakerResource), "breaker");

    private static async Task<bool> Pause(TimeProvider time, CancellationToken end)
    {
        await Task.Delay(Interval, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }

    // Null for whatever keeps the grain from answering: the next look may find it.
    private static async Task<BreakerDetails?> Look(IBreakerGrain breaker, CancellationToken end)
    {
        try
        {
            return await breaker.GetDetails().WaitAsync(Interval * 4, end);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
