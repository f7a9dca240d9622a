using System.Text;
using Azure.Data.Tables;
using Failfast.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Failfast.Tests.Storage;

/// <summary>The text of breakers' rows in a table, as it is.</summary>
internal static class RawRows
{
    public static async Task PutRow(this BreakerCluster cluster, AzuriteServer server, string table, string breaker, string json)
    {
        var rows = new TableClient(server.ConnectionString, table);
        await rows.CreateIfNotExistsAsync();
        await rows.UpsertEntityAsync(new TableEntity(cluster.Partition(breaker), BreakerRow.StateName) { ["Data"] = Encoding.UTF8.GetBytes(json) });
    }

    public static async Task<string> GetRow(this BreakerCluster cluster, AzuriteServer server, string table, string breaker)
    {
        TableEntity row = await new TableClient(server.ConnectionString, table)
            .GetEntityAsync<TableEntity>(cluster.Partition(breaker), BreakerRow.StateName);
        return Encoding.UTF8.GetString(row.GetBinary("Data"));
    }

    public static async Task DeleteRow(this BreakerCluster cluster, AzuriteServer server, string table, string breaker) =>
        await new TableClient(server.ConnectionString, table).DeleteEntityAsync(cluster.Partition(breaker), BreakerRow.StateName);

    private static string Partition(this BreakerCluster cluster, string breaker)
    {
        var service = cluster.Orleans.Silos[0].ServiceProvider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId;
        return $"{service}_failfast.breaker_{breaker}";
    }
}
