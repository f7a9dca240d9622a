using Failfast.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Testing;

public sealed class FakeBreakersTests
{
    [Fact]
    public async Task AddFakeBreakers_every_way_to_a_breaker_leads_to_the_fake()
    {
        await using var services = new ServiceCollection().AddFakeBreakers().BuildServiceProvider();
        var grains = services.GetRequiredService<IGrainFactory>();
        var fake = services.GetRequiredService<FakeBreakers>().Get("payments");

        Assert.Same(fake, grains.GetBreaker("payments"));
        Assert.Same(fake, grains.GetGrain<IBreakerGrain>("payments"));
        Assert.Same(fake, grains.GetGrain(typeof(IBreakerGrain), "payments"));
        Assert.Same(fake, grains.GetGrain<IBreakerGrain>(GrainId.Create("failfast.breaker", "payments")));
        Assert.NotSame(fake, grains.GetBreaker("stock"));
        fake.Open();
        await grains.GetBreaker("payments").IsRejected();
        await grains.GetBreaker("stock").Succeed();
    }

    [Fact]
    public void AddFakeBreakers_without_another_factory_other_grains_are_a_clear_error()
    {
        using var services = new ServiceCollection().AddFakeBreakers().BuildServiceProvider();

        var error = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0));

        Assert.Contains("IManagementGrain is no breaker", error.Message, StringComparison.Ordinal);
        Assert.Contains("call AddFakeBreakers() after", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddFakeBreakers_other_grains_come_from_the_factory_before()
    {
        var before = new FakeBreakers().GrainFactory;
        using var services = new ServiceCollection().AddSingleton(_ => before).AddFakeBreakers().AddFakeBreakers().BuildServiceProvider();
        var grains = services.GetRequiredService<IGrainFactory>();

        Assert.NotSame(before, grains);
        // The one before has no such grain either, and says so.
        Assert.Throws<InvalidOperationException>(() => grains.GetGrain<IManagementGrain>(0));
        Assert.NotSame(before.GetBreaker("payments"), grains.GetBreaker("payments"));
    }

    [Fact]
    public async Task AddFakeBreakers_configuration_of_every_call_and_the_clock_apply()
    {
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time)
            .AddFakeBreakers(options => options.Breakers["payments"] = new() { ConsecutiveFailures = 1, BreakDuration = TimeSpan.FromHours(1), BreakDurationJitter = 0, MaxBreakDuration = TimeSpan.FromHours(1) })
            .AddFakeBreakers(options => options.ShouldHandle("payments", error => error is TimeoutException))
            .BuildServiceProvider();
        var fake = services.GetRequiredService<FakeBreakers>().Get("payments");

        await fake.TryGuard(_ => Task.FromException(new ArgumentException("handled by nobody")));
        await fake.Succeed();
        await fake.Fail();
        await fake.IsRejected();
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(BreakerState.HalfOpen, fake.State);
    }

    [Fact]
    public void Get_invalid_name_is_refused() => Assert.Throws<ArgumentException>(() => new FakeBreakers().Get("a b"));
}
