using Failfast.CallShapes;
using Failfast.Hosting;
using Failfast.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Failfast.Tests.Local;

/// <summary>One process that meets a new name with every call, and grains that answer at once.</summary>
[Collection(UndisturbedTests.Name)]
[Trait(Category.Key, Category.Slow)]
public sealed class ManyNamesTests
{
    private const int Names = 60_000;

    private static readonly BreakerSettings s_settings = new() { SamplingDuration = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task Guard_many_names_through_one_host_take_no_more_memory_than_the_last_few()
    {
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(AnsweringGrains.With(s_settings))
            .AddFailfastGuard(new ConfigurationBuilder().Build().GetSection("Failfast"), options =>
            {
                options.LeaseDuration = TimeSpan.FromSeconds(2);
                options.Defaults = s_settings;
            })
            .BuildServiceProvider();
        var host = services.GetRequiredService<LocalBreakers>();
        var memory = new List<long>();

        for (var i = 1; i <= Names; i++)
        {
            await ValueTaskCalls.Guard(host.Get($"name-{i}"), static (_, _) => new ValueTask<int>(1), 0, default);
            if (i % 100 == 0)
                time.Advance(TimeSpan.FromMilliseconds(200));
            if (i % (Names / 10) == 0)
                memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        Assert.True(memory[^1] < memory[1] + (memory[1] / 4), $"grew: {string.Join(", ", memory.Select(bytes => $"{bytes >> 10} KiB"))}");
        Assert.InRange(host.Known.All().Count(), 900, 5_000);
        Assert.InRange(host.Known.Count, 900, 100_000);
    }
}
