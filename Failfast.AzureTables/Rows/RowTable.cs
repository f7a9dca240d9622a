using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Orleans.Storage;

namespace Failfast.AzureTables.Rows;

/// <summary>
/// Single rows of one table, fenced by ETag. Creates the table when it is missing, and looks again before it believes a conflict
/// that may be with its own write.
/// </summary>
internal sealed class RowTable(TableClient table)
{
    private const int NotFound = 404;

    public Task Create(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Null if there is no such row, or no table yet.</summary>
    public async Task<TableEntity?> Read(RowKeys keys, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(keys.Partition, keys.Row, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>Inserts without an ETag, replaces with one. Returns the new ETag.</summary>
    /// <exception cref="InconsistentStateException">The row is not as the ETag says.</exception>
    public async Task<string> Write(TableEntity row, string? etag, CancellationToken cancellationToken)
    {
        using var scope = RetryWatch.Begin(out var watched);
        try
        {
            var response = await WithTable(
                () => string.IsNullOrEmpty(etag)
                    ? table.AddEntityAsync(row, cancellationToken)
                    : table.UpdateEntityAsync(row, new ETag(etag), TableUpdateMode.Replace, cancellationToken),
                cancellationToken);
            return response.Headers.ETag?.ToString() ?? await Found(row, cancellationToken);
        }
        catch (RequestFailedException error) when (IsConflict(error.Status))
        {
            var stored = watched.Retried ? await Read(Keys(row), cancellationToken) : null;
            // An ETag that has stayed the same tells of a write that was never applied.
            return stored is not null && stored.ETag.ToString() != etag && RowData.AreSame(stored, row)
                ? stored.ETag.ToString()
                : throw Conflict(Keys(row), stored?.ETag.ToString(), etag, error);
        }
    }

    /// <summary>Without an ETag there is nothing known to delete, and nothing is: the service would take that for "whatever is there".</summary>
    /// <exception cref="InconsistentStateException">The row is not as the ETag says.</exception>
    public async Task Delete(RowKeys keys, string? etag, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(etag))
            return;
        using var scope = RetryWatch.Begin(out var watched);
        RequestFailedException failure;
        try
        {
            // The client reports a missing row as an answer, not as an error.
            var response = await table.DeleteEntityAsync(keys.Partition, keys.Row, new ETag(etag), cancellationToken);
            if (response.Status != NotFound)
                return;
            failure = new RequestFailedException(response);
        }
        catch (RequestFailedException error) when (IsConflict(error.Status))
        {
            failure = error;
        }

        var stored = watched.Retried ? await Read(keys, cancellationToken) : null;
        if (!watched.Retried || stored is not null)
            throw Conflict(keys, stored?.ETag.ToString(), etag, failure);
    }

    private async Task<Response> WithTable(Func<Task<Response>> act, CancellationToken cancellationToken)
    {
        try
        {
            return await act();
        }
        catch (RequestFailedException error) when (error.ErrorCode == TableErrorCode.TableNotFound)
        {
            await Create(cancellationToken);
            return await act();
        }
    }

    // An answer without an ETag would make the next write an insert.
    private async Task<string> Found(TableEntity row, CancellationToken cancellationToken) =>
        (await Read(Keys(row), cancellationToken))?.ETag.ToString()
        ?? throw new OrleansException($"The row {Keys(row)} was written but can't be found in table '{table.Name}'.");

    private InconsistentStateException Conflict(RowKeys keys, string? stored, string? current, RequestFailedException error) => new(
        $"The row {keys} of table '{table.Name}' was changed by somebody else: status {error.Status} ({error.ErrorCode}).",
        stored ?? "unknown", current, error);

    private static RowKeys Keys(TableEntity row) => new(row.PartitionKey, row.RowKey);

    private static bool IsConflict(int status) => status is NotFound or 409 or 412;
}
