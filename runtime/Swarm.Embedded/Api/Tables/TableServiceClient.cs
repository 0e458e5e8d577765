#nullable disable
using Azure;
using Swarm.Embedded.Storage;
using Swarm.Embedded.Tables.Models;

namespace Swarm.Embedded.Tables;

/// <summary>All tables.</summary>
public class TableServiceClient
{
    private readonly ITableStore _store;

    /// <summary>For mocks: a client whose members are overridden.</summary>
    protected TableServiceClient()
    {
    }

    internal TableServiceClient(ITableStore store) => _store = store;

    /// <summary>The account's name.</summary>
    public virtual string AccountName => _store.AccountName;

    /// <summary>A filter with each argument quoted as its type demands.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterText.From(filter);

    /// <summary>A client of one table, which need not be there yet.</summary>
    public virtual TableClient GetTableClient(string tableName) => new(_store, TableNames.Checked(tableName));

    /// <summary>Creates a table.</summary>
    /// <exception cref="RequestFailedException">409 <c>TableAlreadyExists</c>.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(
        string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    /// <summary>Creates a table unless it is there.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Deletes a table with all that is in it; status 404 when it is not there.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);
}
