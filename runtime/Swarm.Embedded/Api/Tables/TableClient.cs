#nullable disable
using Azure;
using Swarm.Embedded.Storage;
using Swarm.Embedded.Tables.Models;

namespace Swarm.Embedded.Tables;

/// <summary>One table.</summary>
public class TableClient
{
    private readonly ITableStore _store;

    /// <summary>For mocks: a client whose members are overridden.</summary>
    protected TableClient()
    {
    }

    internal TableClient(ITableStore store, string name)
    {
        _store = store;
        Name = name;
    }

    /// <summary>The table's name.</summary>
    public virtual string Name { get; }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _store.AccountName;

    /// <summary>A filter with each argument quoted as its type demands.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.From(filter);

    /// <summary>Creates the table.</summary>
    /// <exception cref="RequestFailedException">409 <c>TableAlreadyExists</c>.</exception>
    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        await _store.CreateTableAsync(Name, cancellationToken)
            ? Response.FromValue(new TableItem(Name), new StoreResponse(201))
            : throw TableFailures.TableAlreadyExists(Name);

    /// <summary>Creates the table unless it is there.</summary>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var created = await _store.CreateTableAsync(Name, cancellationToken);
        return Response.FromValue(new TableItem(Name), new StoreResponse(created ? 201 : 409));
    }

    /// <summary>Deletes the table with all that is in it; status 404 when it is not there.</summary>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        new StoreResponse(await _store.DeleteTableAsync(Name, cancellationToken) ? 204 : 404);

    /// <summary>One entity.</summary>
    /// <exception cref="RequestFailedException">404 <c>ResourceNotFound</c>.</exception>
    public virtual Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entity = _store.Find(Name, partitionKey, rowKey)
            ?? throw TableFailures.EntityNotFound(Name, partitionKey, rowKey);
        return Task.FromResult(Response.FromValue(
            EntityMapper.To<T>(entity, EntityMapper.Selection(select)), new StoreResponse(200, entity.ETag)));
    }

    /// <summary>One entity, if it is there.</summary>
    public virtual Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entity = _store.Find(Name, partitionKey, rowKey);
        return Task.FromResult<NullableResponse<T>>(entity is null
            ? new MissingEntityResponse<T>()
            : Response.FromValue(
                EntityMapper.To<T>(entity, EntityMapper.Selection(select)), new StoreResponse(200, entity.ETag)));
    }

    /// <summary>Adds an entity.</summary>
    /// <exception cref="RequestFailedException">409 <c>EntityAlreadyExists</c>.</exception>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity =>
        WriteOneAsync(TableTransactionActionType.Add, entity, default, cancellationToken);

    /// <summary>Changes an entity.</summary>
    /// <exception cref="RequestFailedException">404 <c>ResourceNotFound</c> or 412
    /// <c>UpdateConditionNotSatisfied</c>.</exception>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
        {
            throw new ArgumentException("An update names the version it expects, or ETag.All.", nameof(ifMatch));
        }

        var action = mode == TableUpdateMode.Merge
            ? TableTransactionActionType.UpdateMerge
            : TableTransactionActionType.UpdateReplace;
        return WriteOneAsync(action, entity, ifMatch, cancellationToken);
    }

    /// <summary>Changes an entity, or adds it.</summary>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        var action = mode == TableUpdateMode.Merge
            ? TableTransactionActionType.UpsertMerge
            : TableTransactionActionType.UpsertReplace;
        return WriteOneAsync(action, entity, default, cancellationToken);
    }

    /// <summary>Deletes an entity; status 404 when it is not there.</summary>
    /// <exception cref="RequestFailedException">412 <c>UpdateConditionNotSatisfied</c>.</exception>
    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <summary>Deletes an entity; status 404 when it is not there.</summary>
    /// <exception cref="RequestFailedException">412 <c>UpdateConditionNotSatisfied</c>.</exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        var entity = new TableEntity(partitionKey, rowKey);
        try
        {
            return await WriteOneAsync(TableTransactionActionType.Delete, entity, ifMatch, cancellationToken);
        }
        catch (RequestFailedException exception)
            when (exception.Status == 404 && exception.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return new StoreResponse(404);
        }
    }

    /// <summary>The entities that match, page by page, ordered by partition key and row key.</summary>
    /// <exception cref="RequestFailedException">400 <c>InvalidInput</c>: the filter cannot be read.</exception>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new EntityPages<T>(_store, Name, filter, maxPerPage, EntityMapper.Selection(select), cancellationToken);

    /// <summary>Up to 100 actions on entities of one partition, all or none.</summary>
    /// <exception cref="TableTransactionFailedException">One of the actions was refused, so none was done.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        try
        {
            var writes = EntityWrite.Transaction(transactionActions);
            var etags = await _store.CommitAsync(Name, writes, cancellationToken);
            IReadOnlyList<Response> responses = [.. etags.Select(etag => new StoreResponse(204, etag))];
            return Response.FromValue(responses, new StoreResponse(202));
        }
        catch (RequestFailedException exception)
        {
            throw new TableTransactionFailedException(exception);
        }
    }

    private async Task<Response> WriteOneAsync(
        TableTransactionActionType action, ITableEntity entity, ETag ifMatch, CancellationToken cancellationToken)
    {
        var etags = await _store.CommitAsync(Name, [EntityWrite.From(action, entity, ifMatch)], cancellationToken);
        return new StoreResponse(204, etags[0]);
    }
}
