using Azure;
using Swarm.Embedded.Tables;
using Swarm.Embedded.Tables.Models;

namespace Swarm.Tests.Functions.Harness;

/// <summary>The real tables behind a crash point.</summary>
internal sealed class CrashingTables(TableServiceClient inner, CrashPoint crash) : TableServiceClient
{
    public override TableClient GetTableClient(string tableName) =>
        new CrashingTable(inner.GetTableClient(tableName), crash);

    private sealed class CrashingTable(TableClient inner, CrashPoint crash) : TableClient
    {
        // Creating tables is no step of a request that could matter.
        public override Task<Response<TableItem>> CreateIfNotExistsAsync(
            CancellationToken cancellationToken = default) =>
            inner.CreateIfNotExistsAsync(cancellationToken);

        public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
            string partitionKey,
            string rowKey,
            IEnumerable<string>? select = null,
            CancellationToken cancellationToken = default) =>
            inner.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken);

        public override AsyncPageable<T> QueryAsync<T>(
            string? filter = null,
            int? maxPerPage = null,
            IEnumerable<string>? select = null,
            CancellationToken cancellationToken = default) =>
            inner.QueryAsync<T>(filter, maxPerPage, select, cancellationToken);

        public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        {
            crash.BeforeWrite();
            return inner.AddEntityAsync(entity, cancellationToken);
        }

        public override Task<Response> UpdateEntityAsync<T>(
            T entity,
            ETag ifMatch,
            TableUpdateMode mode = TableUpdateMode.Merge,
            CancellationToken cancellationToken = default)
        {
            crash.BeforeWrite();
            return inner.UpdateEntityAsync(entity, ifMatch, mode, cancellationToken);
        }

        public override Task<Response> UpsertEntityAsync<T>(
            T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        {
            crash.BeforeWrite();
            return inner.UpsertEntityAsync(entity, mode, cancellationToken);
        }

        public override Task<Response> DeleteEntityAsync(
            string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
        {
            crash.BeforeWrite();
            return inner.DeleteEntityAsync(partitionKey, rowKey, ifMatch, cancellationToken);
        }

        public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
            IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
        {
            crash.BeforeTransaction();
            return inner.SubmitTransactionAsync(transactionActions, cancellationToken);
        }
    }
}
