using Failfast.Hosting;
using Failfast.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Failfast.Testing;

/// <summary>A process with a guard, of which only the grain factory is not real.</summary>
internal sealed class FakeProcess
{
    // The longest that is allowed. The grain is in memory and answers at once, but a busy machine may be slow to get there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public FakeProcess(IGrainFactory grains, TimeProvider time, Action<FailfastOptions>? configure)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time)
            .AddSingleton(grains)
            .AddFailfastGuard(new ConfigurationBuilder().Build().GetSection("Failfast"), options =>
            {
                (options.Defaults, options.ColdStartBudget) = (new BreakerSettings { BreakDurationJitter = 0 }, Patience);
                configure?.Invoke(options);
            })
            .BuildServiceProvider();
        (Breakers, Settings) = (services.GetRequiredService<LocalBreakers>(), services.GetRequiredService<SettingsCatalog>());
    }

    public LocalBreakers Breakers { get; }

    public SettingsCatalog Settings { get; }
}
