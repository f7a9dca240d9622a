using Azure.Data.Tables;
using Failfast.AzureTables.Rows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Failfast.AzureTables;

/// <summary>Grain state in Azure Table Storage, in the rows of Orleans' own provider.</summary>
internal sealed partial class FailfastAzureTableGrainStorage(
    string name,
    FailfastAzureTableStorageOptions options,
    IOptions<ClusterOptions> cluster,
    IActivatorProvider activators,
    ILogger<FailfastAzureTableGrainStorage> logger) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan CreationBudget = TimeSpan.FromSeconds(10);

    private readonly ILogger _logger = logger;

    // Not at once: Orleans makes providers before it has the options validated.
    private readonly Lazy<RowTable> _table = new(() => new RowTable(TableClients.Create(options).GetTableClient(options.TableName)));

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var keys = Keys(stateName, grainId);
        var row = await _table.Value.Read(keys, cancellationToken);
        // Before the data, which may not be readable: whoever knows the ETag can still replace the row.
        grainState.ETag = row?.ETag.ToString()!;
        var state = row is null ? default : Parse<T>(keys, row);
        grainState.RecordExists = state is not null;
        grainState.State = state ?? New<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var keys = Keys(stateName, grainId);
        var row = new TableEntity(keys.Partition, keys.Row);
        RowData.Write(options.GrainStorageSerializer.Serialize(grainState.State), options.UseStringFormat, row);
        grainState.ETag = await _table.Value.Write(row, grainState.ETag, cancellationToken);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var keys = Keys(stateName, grainId);
        if (options.DeleteStateOnClear)
        {
            await _table.Value.Delete(keys, grainState.ETag, cancellationToken);
            grainState.ETag = null!;
        }
        else
        {
            grainState.ETag = await _table.Value.Write(new TableEntity(keys.Partition, keys.Row), grainState.ETag, cancellationToken);
        }

        grainState.RecordExists = false;
        grainState.State = New<T>();
    }

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe($"{nameof(FailfastAzureTableGrainStorage)}-{name}", options.InitStage, CreateTable);

    // A storage that is down now may be up later, and breakers work without it: it does not keep the silo from starting. The
    // first write finds the table missing and creates it.
    private async Task CreateTable(CancellationToken cancellationToken)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        budget.CancelAfter(CreationBudget);
        try
        {
            await _table.Value.Create(budget.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotCreated(error, name, options.TableName);
        }
    }

    private T? Parse<T>(RowKeys keys, TableEntity row)
    {
        try
        {
            return RowData.Read(row) is { } data ? options.GrainStorageSerializer.Deserialize<T>(data) : default;
        }
        catch (Exception error)
        {
            throw new UnreadableRowException(
                $"The row {keys} of table '{options.TableName}' can't be read as {typeof(T).Name}: {error.Message}", error);
        }
    }

    // Orleans can't make an empty string.
    private T New<T>() => typeof(T) == typeof(string) ? default! : activators.GetActivator<T>().Create();

    private RowKeys Keys(string stateName, GrainId grain) => RowKeys.Of(cluster.Value.ServiceId, grain, stateName);

    [LoggerMessage(121, LogLevel.Error,
        "Grain storage '{Name}' could not create or reach the table '{Table}'. The silo starts without it; the table is created with the first write.")]
    private partial void LogNotCreated(Exception error, string name, string table);
}
