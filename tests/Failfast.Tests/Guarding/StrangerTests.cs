using Failfast.Hosting;
using Failfast.Local;
using Failfast.Tests.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Guarding;

public sealed class StrangerTests
{
    [Fact]
    public async Task Guard_grain_that_is_no_reference_and_brings_its_breaker_is_guarded_in_every_shape()
    {
        await using var services = Services();
        IBreakerGrain breaker = new StrangerWithBreaker(services.GetRequiredService<LocalBreakers>().Get("scripted"));

        Assert.Equal(1, await breaker.Guard(_ => ValueTask.FromResult(1)));
        Assert.Equal(2, await breaker.Guard((state, _) => Task.FromResult(state), 2));
        await breaker.Guard(_ => ValueTask.CompletedTask);
        await breaker.Guard(_ => Task.CompletedTask);
        Assert.True((await breaker.TryGuard(_ => Task.FromResult(3))).IsSuccess);
        using (var permit = await breaker.EnterAsync())
            permit.Succeed();
        using (var permit = breaker.TryEnter())
            permit!.Succeed();
        await breaker.WaitUntilAdmitting();
        Assert.Equal((BreakerState.Closed, "scripted"), (breaker.State, breaker.Snapshot.Name));

        for (var i = 0; i < 5; i++)
            await breaker.TryGuard(_ => Task.FromException<int>(new TimeoutException()));

        Assert.Equal(7, await breaker.Guard(_ => Task.FromResult(1), _ => 7));
        Assert.Equal("scripted", (await Assert.ThrowsAsync<BreakerOpenException>(() => breaker.Guard(_ => Task.CompletedTask))).BreakerName);
        await foreach (var snapshot in breaker.Watch())
        {
            Assert.Equal(BreakerState.Open, snapshot.State);
            break;
        }
    }

    [Fact]
    public async Task Guard_grain_that_is_no_reference_and_brings_nothing_says_so()
    {
        IBreakerGrain breaker = new Stranger();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await breaker.Guard(_ => ValueTask.CompletedTask));

        Assert.Contains("Stranger is no breaker reference", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(new FakeTimeProvider())
        .AddSingleton(AnsweringGrains.With(new()))
        .AddFailfastGuard(new ConfigurationBuilder().Build().GetSection("Failfast"), null)
        .BuildServiceProvider();
}
