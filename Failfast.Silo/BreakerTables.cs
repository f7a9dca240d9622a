using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Failfast.Silo;

/// <summary>
/// Options for breakers in Azure tables (<c>Orleans:GrainStorage:failfast:ProviderType</c> is <c>AzureTableStorage</c>): the row of a closed
/// breaker is deleted, and retries end within two seconds, since an operator waits for them. The same section may set all options of the
/// provider, which itself reads only a few of them there.
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
