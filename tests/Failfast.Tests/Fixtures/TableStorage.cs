using Azure.Data.Tables;

namespace Failfast.Tests.Fixtures;

/// <summary>Breakers' state in a table, as the README has it; between two tries of the client there is next to no pause.</summary>
internal static class TableStorage
{
    public static ISiloBuilder AddTables(this ISiloBuilder silo, string connection, string table) =>
        silo.AddAzureTableGrainStorage("failfast", options =>
        {
            options.TableServiceClient = new TableServiceClient(connection, Quick());
            options.TableName = table;
            options.DeleteStateOnClear = true;
        });

    private static TableClientOptions Quick()
    {
        var options = new TableClientOptions();
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(20);
        return options;
    }
}
