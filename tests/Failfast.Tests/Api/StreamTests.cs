using System.Net.ServerSentEvents;
using System.Text.Json;
using Failfast.Tests.Page;

namespace Failfast.Tests.Api;

[Collection(PageClusterTests.Name)]
public sealed class StreamTests(PageCluster cluster)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Stream_of_the_list_begins_with_reset_and_tells_of_changes_below_the_prefix()
    {
        using var end = new CancellationTokenSource(Bound);
        await using var events = (await Events(cluster.Server, "stream?prefix=streamed-", end.Token)).GetAsyncEnumerator(end.Token);
        Assert.Equal("reset", (await Next(events)).EventType);

        await cluster.Grains.GetBreaker("other-streamed").Isolate();
        await cluster.Grains.GetBreaker("streamed-one").Isolate("seen");
        SseItem<string> item;
        do
            item = await Next(events);
        while (item.EventType != "changed");

        var change = JsonSerializer.Deserialize<JsonElement>(item.Data);
        Assert.Equal("streamed-one", change.GetProperty("name").GetString());
        Assert.Equal("seen", change.GetProperty("breaker").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Stream_of_a_breaker_shows_each_state()
    {
        using var end = new CancellationTokenSource(Bound);
        await using var events = (await Events(cluster.Server, "streamed-self/stream", end.Token)).GetAsyncEnumerator(end.Token);
        Assert.Equal("Closed", await State());

        await cluster.Grains.GetBreaker("streamed-self").Isolate();
        while (await State() != "Isolated")
            Assert.False(end.IsCancellationRequested);

        async Task<string?> State()
        {
            SseItem<string> item;
            // On a busy machine the grain may be late for an answer.
            do
                item = await Next(events);
            while (item.EventType == "unreachable");
            Assert.Equal("breaker", item.EventType);
            return JsonSerializer.Deserialize<JsonElement>(item.Data).GetProperty("state").GetString();
        }
    }

    [Fact]
    public async Task Server_that_stops_ends_its_streams()
    {
        await using var server = await PageServer.Start(cluster.Grains);
        using var end = new CancellationTokenSource(Bound);
        await using var list = (await Events(server, "stream", end.Token)).GetAsyncEnumerator(end.Token);
        await using var one = (await Events(server, "stopping/stream", end.Token)).GetAsyncEnumerator(end.Token);
        await Next(list);
        await Next(one);

        // Kestrel would wait for half a minute.
        await server.Stop().WaitAsync(TimeSpan.FromSeconds(15));

        while (await list.MoveNextAsync() || await one.MoveNextAsync())
            Assert.False(end.IsCancellationRequested);
    }

    [Fact]
    public async Task Stream_with_nothing_to_tell_says_that_it_lives()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var end = new CancellationTokenSource();
        await using var events = Failfast.Api.ChangeEvents.Of(Never(end.Token), time, end.Token).GetAsyncEnumerator();

        for (var i = 0; i < 2; i++)
        {
            var next = events.MoveNextAsync().AsTask();
            Assert.False(next.IsCompleted);
            time.Advance(Failfast.Api.ChangeEvents.PingInterval);
            Assert.True(await next);
            Assert.Equal("ping", events.Current.EventType);
        }

        var last = events.MoveNextAsync().AsTask();
        await end.CancelAsync();
        Assert.False(await last);
    }

    private static async IAsyncEnumerable<BreakerChange> Never([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken end)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end);
        yield break;
    }

    private static async Task<IAsyncEnumerable<SseItem<string>>> Events(PageServer server, string path, CancellationToken end)
    {
        var response = await server.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, end);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return SseParser.Create(await response.Content.ReadAsStreamAsync(end)).EnumerateAsync(end);
    }

    private static async Task<SseItem<string>> Next(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync());
        return events.Current;
    }
}
