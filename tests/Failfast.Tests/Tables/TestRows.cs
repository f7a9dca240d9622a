using Azure.Data.Tables;
using Failfast.AzureTables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace Failfast.Tests.Tables;

/// <summary>The provider as a silo makes it, without the silo; and the table behind it.</summary>
internal sealed class TestRows : IDisposable
{
    public const string ServiceId = "test service";

    private readonly IHost _host;

    /// <param name="tables">How the test itself gets at the table, when not by the provider's connection.</param>
    public TestRows(
        string connection, string table, Action<FailfastAzureTableStorageOptions>? configure = null, string? tables = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddFailfast()
            .Configure<ClusterOptions>(options => options.ServiceId = ServiceId)
            .AddFailfastAzureTableGrainStorage("rows", options =>
            {
                options.ConnectionString = connection;
                options.TableName = table;
                configure?.Invoke(options);
            }));
        _host = builder.Build();
        Storage = _host.Services.GetRequiredKeyedService<IGrainStorage>("rows");
        Table = new TableClient(tables ?? connection, table);
    }

    public IGrainStorage Storage { get; }

    public TableClient Table { get; }

    public static GrainId Grain(string key) => GrainId.Create("test", key);

    public async Task<GrainState<string>> Read(string key)
    {
        var state = new GrainState<string>();
        await Storage.ReadStateAsync("state", Grain(key), state);
        return state;
    }

    public async Task<GrainState<string>> Write(string key, string value, string? etag = null)
    {
        var state = new GrainState<string>(value) { ETag = etag! };
        await Storage.WriteStateAsync("state", Grain(key), state);
        return state;
    }

    public void Dispose() => _host.Dispose();
}
