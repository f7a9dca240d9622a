using Azure.Core;
using Azure.Data.Tables;
using Failfast.AzureTables.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Providers;
using Orleans.Storage;

[assembly: RegisterProvider("FailfastAzureTable", "GrainStorage", "Silo", typeof(FailfastAzureTableProviderBuilder))]

namespace Failfast.AzureTables.Hosting;

/// <summary>
/// Reads <c>Orleans:GrainStorage:NAME</c> when its <c>ProviderType</c> is <c>FailfastAzureTable</c>. The keys are those of Orleans' own
/// provider, and <c>ServiceUri</c>, <c>CredentialKey</c>, <c>DeleteStateOnClear</c> and <c>UseStringFormat</c>.
/// </summary>
internal sealed class FailfastAzureTableProviderBuilder : IProviderBuilder<ISiloBuilder>
{
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) =>
        builder.AddFailfastAzureTableGrainStorage(
            name ?? ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            options => options.Configure<IServiceProvider>((it, services) => Read(it, services, configurationSection)));

    private static void Read(FailfastAzureTableStorageOptions options, IServiceProvider services, IConfigurationSection section)
    {
        options.TableName = Value(section, "TableName") ?? options.TableName;
        options.DeleteStateOnClear = section.GetValue("DeleteStateOnClear", options.DeleteStateOnClear);
        options.UseStringFormat = section.GetValue("UseStringFormat", options.UseStringFormat);
        if (Value(section, "SerializerKey") is { } serializer)
            options.GrainStorageSerializer = services.GetRequiredKeyedService<IGrainStorageSerializer>(serializer);
        if (Value(section, "ServiceKey") is { } key)
        {
            options.TableServiceClient = services.GetRequiredKeyedService<TableServiceClient>(key);
            return;
        }

        var connection = Value(section, "ConnectionString");
        if (connection is null && Value(section, "ConnectionName") is { } connectionName)
            connection = services.GetRequiredService<IConfiguration>().GetConnectionString(connectionName);
        // As with Orleans' own provider, an endpoint may stand where a connection string is expected.
        var endpoint = Value(section, "ServiceUri") ?? (IsEndpoint(connection) ? connection : null);
        if (endpoint is null)
        {
            options.ConnectionString = connection;
            return;
        }

        options.ServiceUri = new Uri(endpoint, UriKind.Absolute);
        if (options.ServiceUri.Query.Length == 0)
        {
            options.TokenCredential = Value(section, "CredentialKey") is { } credential
                ? services.GetRequiredKeyedService<TokenCredential>(credential)
                : services.GetService<TokenCredential>();
        }
    }

    private static bool IsEndpoint(string? connection) =>
        connection is not null && connection.StartsWith("http", StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(connection, UriKind.Absolute, out _);

    private static string? Value(IConfigurationSection section, string key) => section[key] is { Length: > 0 } value ? value : null;
}
