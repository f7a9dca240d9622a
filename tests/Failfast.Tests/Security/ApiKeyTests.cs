using Failfast.Tests.Page;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Failfast.Tests.Security;

[Collection(PageClusterTests.Name)]
public sealed class ApiKeyTests(PageCluster cluster) : IAsyncLifetime
{
    private const string ReadKey = "read-0123456789abcdef";
    private const string SteerKey = "steer-0123456789abcdef";

    private PageServer _server = null!;

    public async Task InitializeAsync() => _server = await PageServer.Start(
        cluster.Grains, page => page.UseApiKeys(),
        configure: app => app.Services.AddFailfastApiKeys(keys => (keys.ReadKey, keys.SteerKey) = (ReadKey, SteerKey)));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(null, 401, 401)]
    [InlineData(ReadKey, 200, 403)]
    [InlineData(SteerKey, 200, 200)]
    [InlineData("steer-0123456789abcde", 401, 401)]
    [InlineData("steer-0123456789abcdef0", 401, 401)]
    [InlineData("STEER-0123456789ABCDEF", 401, 401)]
    [InlineData("null", 401, 401)]
    public async Task Key_may_what_it_is_for(string? key, int read, int steer)
    {
        _server.UseKey(key);

        Assert.Equal(read, (await _server.Get("")).Status);
        Assert.Equal(read, (await _server.Get("keyed")).Status);
        Assert.Equal(steer, (await _server.Post("keyed/close")).Status);
        Assert.Equal(steer == 200 ? 428 : steer, (await _server.Send(HttpMethod.Delete, "keyed/settings")).Status);
    }

    [Fact]
    public async Task Page_is_shown_to_everybody_and_says_what_a_caller_may()
    {
        using var page = await _server.Http.GetAsync(_server.Address);
        Assert.True(page.IsSuccessStatusCode);
        foreach (var (key, canRead, canSteer) in new[] { (null, false, false), (ReadKey, true, false), (SteerKey, true, true) })
        {
            _server.UseKey(key);
            var (_, session) = await _server.Get("../session");
            Assert.Equal((canRead, canSteer), (session.GetProperty("canRead").GetBoolean(), session.GetProperty("canSteer").GetBoolean()));
        }
    }

    [Theory]
    [InlineData("set SteerKey, ReadKey, or both", null, null)]
    [InlineData("SteerKey has 15 characters: a key that nobody guesses has at least 16.", "123456789012345", null)]
    [InlineData("ReadKey has 0 characters", SteerKey, "")]
    [InlineData("ReadKey and SteerKey are the same", SteerKey, SteerKey)]
    public async Task App_with_unfit_keys_does_not_start(string why, string? steerKey, string? readKey)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => PageServer.Start(
            cluster.Grains, configure: app => app.Services.AddFailfastApiKeys(keys => (keys.ReadKey, keys.SteerKey) = (readKey, steerKey))));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        if (steerKey is not null)
            Assert.DoesNotContain(steerKey, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_that_asks_for_keys_and_has_none_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => PageServer.Start(cluster.Grains, page => page.UseApiKeys()));

        Assert.Contains("call AddFailfastApiKeys", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_in_no_log_and_no_error()
    {
        foreach (var key in new[] { ReadKey, SteerKey, "wrong-0123456789abcdef" })
        {
            _server.UseKey(key);
            Assert.DoesNotContain(key, (await _server.Post("keyed-log/isolate")).Body.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(key, (await _server.Post("../session", new { key })).Body.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(key, (await _server.Post("../session", new { key = new[] { key } })).Body.ToString(), StringComparison.Ordinal);
        }

        Assert.Contains(_server.Log.All, line => line.StartsWith("Information: steer key from 127.0.0.1: isolate breaker keyed-log: done", StringComparison.Ordinal));
        Assert.Contains(_server.Log.All, line => line.StartsWith("Warning: A sign-in from 127.0.0.1 was refused", StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Log.All, line => line.Contains("0123456789abcdef", StringComparison.Ordinal));
    }
}
