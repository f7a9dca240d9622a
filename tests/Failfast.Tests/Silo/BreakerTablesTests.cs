using Failfast.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Failfast.Tests.Silo;

/// <summary>What the ready silo makes of <c>Orleans:GrainStorage:failfast</c> beyond what Orleans reads there.</summary>
public sealed class BreakerTablesTests
{
    [Fact]
    public void AddBreakerTables_without_more_deletes_rows_and_gives_up_soon()
    {
        var options = Options([]);

        Assert.True(options.DeleteStateOnClear);
        Assert.Equal("OrleansGrainState", options.TableName);
        var policy = options.StoragePolicyOptions;
        Assert.Equal(3, policy.MaxOperationRetries);
        Assert.Equal((0.2, 2.0), (policy.PauseBetweenOperationRetries.TotalSeconds, policy.MaxPauseBetweenOperationRetries.TotalSeconds));
        Assert.Equal(10, options.ClientOptions!.Retry.NetworkTimeout.TotalSeconds);
    }

    [Fact]
    public void AddBreakerTables_options_in_the_section_count()
    {
        var options = Options(new()
        {
            ["TableName"] = "Breakers", ["DeleteStateOnClear"] = "false", ["UseStringFormat"] = "true",
            ["StoragePolicyOptions:MaxOperationRetries"] = "7", ["ClientOptions:Retry:NetworkTimeout"] = "00:00:03",
        });

        Assert.Equal(("Breakers", false, true), (options.TableName, options.DeleteStateOnClear, options.UseStringFormat));
        Assert.Equal(7, options.StoragePolicyOptions.MaxOperationRetries);
        Assert.Equal(3, options.ClientOptions!.Retry.NetworkTimeout.TotalSeconds);
    }

    [Fact]
    public void AddBreakerTables_other_provider_keeps_the_defaults_of_orleans()
    {
        using var host = Host([]);

        Assert.False(host.Services.GetRequiredService<IOptionsMonitor<AzureTableStorageOptions>>().Get("Default").DeleteStateOnClear);
    }

    private static AzureTableStorageOptions Options(Dictionary<string, string?> section)
    {
        using var host = Host(section);
        foreach (var validator in host.Services.GetServices<IConfigurationValidator>())
            validator.ValidateConfiguration();
        return host.Services.GetRequiredService<IOptionsMonitor<AzureTableStorageOptions>>().Get("failfast");
    }

    private static IHost Host(Dictionary<string, string?> section)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        var all = new Dictionary<string, string?>(section)
        {
            ["ProviderType"] = "AzureTableStorage", ["ConnectionString"] = AzuriteServer.ConnectionTo(10002),
        };
        builder.Configuration.AddInMemoryCollection(
            all.Select(pair => KeyValuePair.Create($"Orleans:GrainStorage:failfast:{pair.Key}", pair.Value)));
        builder.AddBreakerTables();
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddFailfast());
        return builder.Build();
    }
}
