using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks;
using Swarm.Functions.Http;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Tasks;

/// <summary>How tasks stand to each other. A relation has a row at each of its ends.</summary>
public sealed class TaskRelations(SwarmTables tables, TaskStore tasks)
{
    /// <summary>How many relations a task may have.</summary>
    public const int MaxPerTask = 200;

    /// <summary>How many tasks are looked at to find a circle.</summary>
    private const int MaxLookedAt = 2_000;

    public async Task<IReadOnlyList<TaskRelation>> ListAsync(string taskId, CancellationToken cancellation)
    {
        var filter = Filters.Prefix(TaskRows.Relations, TaskRows.RelationPrefix(taskId));
        return [.. (await tables.Tasks.QueryAsync(filter, MaxPerTask, cancellation)).Select(TaskRows.ReadRelation)];
    }

    /// <summary>The tasks that have to complete before a task.</summary>
    public async Task<IReadOnlyList<string>> DependenciesAsync(string taskId, CancellationToken cancellation)
    {
        var filter = Filters.Prefix(
            TaskRows.Relations, TaskRows.RelationPrefix(taskId, TaskRelationKind.DependsOn));
        var rows = await tables.Tasks.QueryAsync(filter, MaxPerTask, cancellation);
        return [.. rows.Select(row => TaskRows.ReadRelation(row).TaskId)];
    }

    /// <summary>Relates two tasks; a relation that is there already stays.</summary>
    /// <exception cref="ApiProblemException">404: there is no such task; 422: the tasks would wait for each other;
    /// 409: it has too many.</exception>
    public async Task AddAsync(string taskId, TaskRelation relation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        await tasks.ReadAsync(taskId, cancellation);
        if (taskId == relation.TaskId || await tasks.FindAsync(relation.TaskId, cancellation) is null)
        {
            throw Problems.Invalid("/taskId", $"'{relation.TaskId}' is no other task.");
        }

        await Contention.RetryAsync(
            "the relations of tasks", () => TryAddAsync(taskId, relation, cancellation), cancellation);
    }

    /// <summary>Ends a relation, at both of its ends.</summary>
    public async Task RemoveAsync(string taskId, TaskRelation relation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        var transaction = new TableTransaction(TaskRows.Relations);
        foreach (var key in KeysOf(taskId, relation))
        {
            if (await tables.Tasks.FindAsync(TaskRows.Relations, key, cancellation) is not null)
            {
                transaction.Delete(key);
            }
        }

        await tables.Tasks.CommitAsync(transaction, cancellation);
    }

    /// <summary>What each task depends on, for these tasks and all that they lead to.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DependenciesFromAsync(
        IEnumerable<string> taskIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(taskIds);
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var open = new Queue<string>(taskIds);
        while (open.TryDequeue(out var next) && found.Count < MaxLookedAt)
        {
            if (!found.ContainsKey(next))
            {
                found[next] = await DependenciesAsync(next, cancellation);
                foreach (var further in found[next])
                {
                    open.Enqueue(further);
                }
            }
        }

        return found;
    }

    private async Task<TableTransaction?> TryAddAsync(
        string taskId, TaskRelation relation, CancellationToken cancellation)
    {
        var head = await tables.Tasks.FindAsync(TaskRows.Relations, TaskRows.RelationsHead, cancellation);
        await CheckAsync(taskId, relation, cancellation);
        var transaction = new TableTransaction(TaskRows.Relations);
        transaction.Save(head ?? new TableEntity(TaskRows.Relations, TaskRows.RelationsHead));
        foreach (var key in KeysOf(taskId, relation))
        {
            transaction.Upsert(new TableEntity(TaskRows.Relations, key));
        }

        return await tables.Tasks.CommitAsync(transaction, cancellation) ? transaction : null;
    }

    private async Task CheckAsync(string taskId, TaskRelation relation, CancellationToken cancellation)
    {
        foreach (var end in new[] { taskId, relation.TaskId })
        {
            if ((await ListAsync(end, cancellation)).Count >= MaxPerTask)
            {
                throw Problems.Conflict($"Task '{end}' has {MaxPerTask} relations already, which is the limit.");
            }
        }

        var (from, to) = relation.Kind switch
        {
            TaskRelationKind.DependsOn => (taskId, relation.TaskId),
            TaskRelationKind.Blocks => (relation.TaskId, taskId),
            _ => ("", ""),
        };
        if (to.Length > 0 && TaskOrder.WouldClose(from, to, await DependenciesFromAsync([to], cancellation)))
        {
            throw Problems.Invalid(
                "/taskId", $"Task '{to}' depends on '{from}' already, directly or through others.");
        }
    }

    private static string[] KeysOf(string taskId, TaskRelation relation)
    {
        var back = relation.Kind switch
        {
            TaskRelationKind.DependsOn => TaskRelationKind.Blocks,
            TaskRelationKind.Blocks => TaskRelationKind.DependsOn,
            _ => TaskRelationKind.RelatesTo,
        };
        return
        [
            TaskRows.Relation(taskId, relation.Kind, relation.TaskId),
            TaskRows.Relation(relation.TaskId, back, taskId),
        ];
    }
}
