using Swarm.Contracts;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Tasks;

/// <summary>The stored tasks and their versions.</summary>
public sealed class TaskStore(SwarmTables tables, Projections projections)
{
    /// <summary>How many versions a task may have.</summary>
    public const int MaxVersions = 1_000;

    /// <summary>How many tasks may wait for one.</summary>
    private const int MaxWaiters = 200;

    private const string ByCreation = "tasks:created";
    private const string ByUpdate = "tasks:updated";

    public Task<Stored<TaskDocument>?> FindAsync(string id, CancellationToken cancellation) =>
        tables.Tasks.FindAsync(id, TaskRows.Head, TasksJsonContext.Default.TaskDocument, cancellation);

    /// <summary>A task as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such task.</exception>
    public async Task<Stored<TaskDocument>> ReadAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) ?? throw NotFound(id);

    /// <summary>A version as a caller asks for it.</summary>
    /// <exception cref="ApiProblemException">404: there is no such version.</exception>
    public async Task<TaskVersionDetail> ReadVersionAsync(string id, int version, CancellationToken cancellation)
    {
        var type = TasksJsonContext.Default.TaskVersionDetail;
        var row = await tables.Tasks.FindAsync(id, TaskRows.Version(version), type, cancellation);
        return row?.Document ?? throw Problems.NotFound($"Task '{id}' has no version {version}.");
    }

    /// <summary>All versions, the newest first.</summary>
    public async Task<IReadOnlyList<TaskVersionDetail>> VersionsAsync(string id, CancellationToken cancellation)
    {
        var filter = Filters.Prefix(id, TaskRows.VersionPrefix);
        var rows = await tables.Tasks.QueryAsync(filter, MaxVersions, cancellation);
        return [.. rows.Select(row => Documents.Read(row, TasksJsonContext.Default.TaskVersionDetail)).Reverse()];
    }

    /// <summary>A page of tasks, the newest or the latest changed first.</summary>
    /// <param name="byUpdate">True to sort by the last change.</param>
    /// <param name="after">The place after which the page begins; null for the first page.</param>
    /// <param name="limit">How many it holds at most.</param>
    /// <param name="wanted">Which tasks belong on it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public Task<(IReadOnlyList<TaskDocument> Items, string? Next)> ListAsync(
        bool byUpdate,
        string? after,
        int limit,
        Func<TaskDocument, Task<bool>> wanted,
        CancellationToken cancellation) =>
        projections.ReadAsync(
            byUpdate ? ByUpdate : ByCreation,
            after,
            limit,
            async (id, at) =>
            {
                var task = (await FindAsync(id, cancellation))?.Document;

                // A row that a crash left behind when the task moved up names another time.
                var isHere = task is not null && (!byUpdate || task.UpdatedAt == at);
                return isHere && await wanted(task!) ? task : null;
            },
            cancellation);

    /// <summary>Enters a task into the lists; done before it is stored.</summary>
    public async Task EnterAsync(TaskDocument task, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        await projections.EnterAsync(ByCreation, task.CreatedAt, task.Id, cancellation);
        await projections.EnterAsync(ByUpdate, task.UpdatedAt, task.Id, cancellation);
    }

    /// <summary>
    /// Stores a task, with a new version of it if there is one; false when somebody else changed it first.
    /// </summary>
    /// <param name="task">What it is now.</param>
    /// <param name="known">What it was; null for a new one.</param>
    /// <param name="version">The new version; null for none.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public async Task<bool> SaveAsync(
        TaskDocument task, Stored<TaskDocument>? known, TaskVersionDetail? version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        await projections.EnterAsync(ByUpdate, task.UpdatedAt, task.Id, cancellation);
        var transaction = new TableTransaction(task.Id);
        transaction.Save(TaskRows.ToRow(task, known?.ETag ?? default));
        if (version is not null)
        {
            transaction.Add(TaskRows.ToRow(task.Id, version));
        }

        if (!await tables.Tasks.CommitAsync(transaction, cancellation))
        {
            return false;
        }

        if (known is not null && known.Document.UpdatedAt != task.UpdatedAt)
        {
            await projections.LeaveAsync(ByUpdate, known.Document.UpdatedAt, task.Id, cancellation);
        }

        return true;
    }

    /// <summary>Deletes a task and all that belongs to it; false when somebody else changed it first.</summary>
    public async Task<bool> DeleteAsync(Stored<TaskDocument> known, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(known);
        var task = known.Document;
        if (!await tables.Tasks.DeleteAsync(task.Id, TaskRows.Head, cancellation, known.ETag))
        {
            return false;
        }

        await projections.LeaveAsync(ByCreation, task.CreatedAt, task.Id, cancellation);
        await projections.LeaveAsync(ByUpdate, task.UpdatedAt, task.Id, cancellation);
        var rows = await tables.Tasks.QueryAsync(Filters.Partition(task.Id), MaxVersions + MaxWaiters, cancellation);
        foreach (var row in rows)
        {
            await tables.Tasks.DeleteAsync(task.Id, row.RowKey, cancellation);
        }

        return true;
    }

    /// <summary>Notes an orchestration that wants to know when a task ends, before it looks whether it has.</summary>
    public Task WaitAsync(string taskId, string instanceId, CancellationToken cancellation) =>
        tables.Tasks.UpsertAsync(
            new TableEntity(taskId, TaskRows.WaiterPrefix + instanceId) { ["Instance"] = instanceId }, cancellation);

    /// <summary>The orchestrations that want to know.</summary>
    public async Task<IReadOnlyList<string>> WaitersAsync(string taskId, CancellationToken cancellation)
    {
        var filter = Filters.Prefix(taskId, TaskRows.WaiterPrefix);
        var rows = await tables.Tasks.QueryAsync(filter, MaxWaiters, cancellation);
        return [.. rows.Select(row => row.GetString("Instance"))];
    }

    /// <summary>The orchestration wants to know no more.</summary>
    public Task StopWaitingAsync(string taskId, string instanceId, CancellationToken cancellation) =>
        tables.Tasks.DeleteAsync(taskId, TaskRows.WaiterPrefix + instanceId, cancellation);

    public static ApiProblemException NotFound(string id) =>
        Problems.NotFound($"There is no task '{id}'. GET /{ApiRoutes.Tasks} lists all.");
}
