using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Failfast.Silo;

/// <summary>
/// How breakers use Azure tables, where <c>Orleans:GrainStorage:failfast:ProviderType</c> is <c>AzureTableStorage</c>: the row of a breaker
/// that is well again is deleted, and a storage that is down is given up within two seconds, for an operator waits for it. The options of
/// the provider may stand in the same section; the provider itself reads only a few of them there.
/// </summary>
internal static class BreakerTables
{
    private const string Name = "failfast";
    private const string Section = $"Orleans:GrainStorage:{Name}";

    public static void AddBreakerTables(this IHostApplicationBuilder builder) =>
        builder.Services.AddOptions<AzureTableStorageOptions>(Name).Configure<IConfiguration>((options, configuration) =>
        {
            SetDefaults(options);
            configuration.GetSection(Section).Bind(options);
        });

    private static void SetDefaults(AzureTableStorageOptions options)
    {
        options.DeleteStateOnClear = true;
        options.StoragePolicyOptions.MaxOperationRetries = 3;
        options.StoragePolicyOptions.PauseBetweenOperationRetries = TimeSpan.FromSeconds(0.2);
        options.StoragePolicyOptions.MaxPauseBetweenOperationRetries = TimeSpan.FromSeconds(2);
        options.ClientOptions = new TableClientOptions();
        options.ClientOptions.Retry.NetworkTimeout = TimeSpan.FromSeconds(10);
    }
}
