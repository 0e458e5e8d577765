using Swarm.Contracts.Tasks;
using Swarm.Core.Ids;
using Swarm.Core.Statuses;
using Swarm.Functions.Http;
using Swarm.Functions.Instances;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Tasks;

/// <summary>
/// What people do with tasks. The row comes first; then the task's orchestration is started and its run cancelled,
/// which the sweeper does when a crash comes in between.
/// </summary>
public sealed class TaskChanges(
    TaskStore store,
    TaskRules rules,
    TaskView view,
    TaskRuns runs,
    PendingStore pending,
    UlidGenerator ids,
    TimeProvider time)
{
    /// <summary>Makes a task.</summary>
    /// <exception cref="ApiProblemException">422: something in it cannot be used.</exception>
    public async Task<TaskDocument> CreateAsync(
        TaskSpec spec, bool start, DurableTaskClient engine, CancellationToken cancellation, string? user = null)
    {
        await rules.CheckAsync(spec, cancellation);
        var now = time.GetUtcNow();
        var task = new TaskDocument
        {
            Id = ids.Next(),
            Spec = spec,
            User = user,
            Start = start ? 1 : 0,
            Waiting = start,
            StartedAt = start ? now : null,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var effect = await pending.AddAsync(PendingKinds.Task, task.Id, workItemId: null, cancellation);
        await store.EnterAsync(task, cancellation);
        var version = new TaskVersionDetail { Version = 1, Task = spec, At = now };
        await store.SaveAsync(task, known: null, version, cancellation);
        await TellAsync(task, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return task;
    }

    /// <summary>
    /// Makes a new version; the next start uses it, and its runs are for whoever has made this version: nobody can have
    /// his text run on another's workers.
    /// </summary>
    public async Task<TaskDocument> UpgradeAsync(
        string id,
        TaskSpec spec,
        string reason,
        int? ifRevision,
        string? user,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        TaskRules.CheckReason(reason);
        await rules.CheckAsync(spec, cancellation);
        return await ChangeAsync(
            id,
            ifRevision,
            known => Task.FromResult(known with { Spec = spec, User = user, Version = NextVersion(known) }),
            engine,
            cancellation,
            reason);
    }

    /// <summary>Makes an old version the newest again.</summary>
    public async Task<TaskDocument> RestoreAsync(
        string id, TaskRestore restore, string? user, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(restore);
        var old = await store.ReadVersionAsync(id, restore.Version, cancellation);
        return await UpgradeAsync(id, old.Task, restore.Reason, ifRevision: null, user, engine, cancellation);
    }

    /// <summary>Starts a task that has not begun, or one that has ended, again.</summary>
    /// <exception cref="ApiProblemException">409: it is under way.</exception>
    public Task<TaskDocument> StartAsync(string id, DurableTaskClient engine, CancellationToken cancellation) =>
        ChangeAsync(
            id,
            ifRevision: null,
            async known =>
            {
                var status = await view.StatusAsync(known, cancellation);
                if (known.Waiting || (known.RunId is not null && !StatusRules.IsFinal(status)))
                {
                    throw Problems.Conflict($"Task '{id}' is under way already. Cancel it, then start it again.");
                }

                return known with
                {
                    Start = known.Start + 1,
                    StartedAt = time.GetUtcNow(),
                    Waiting = true,
                    Cancelled = false,
                    StartFailure = null,
                    RunId = null,
                    Decomposition = null,
                };
            },
            engine,
            cancellation);

    /// <summary>Cancels a task and its run; one that has ended stays as it is.</summary>
    public Task<TaskDocument> CancelAsync(string id, DurableTaskClient engine, CancellationToken cancellation) =>
        ChangeAsync(
            id,
            ifRevision: null,
            async known => StatusRules.IsFinal(await view.StatusAsync(known, cancellation))
                ? known
                : known with { Waiting = false, Cancelled = true },
            engine,
            cancellation);

    /// <summary>Deletes a task. Its runs stay.</summary>
    /// <exception cref="ApiProblemException">409: it is under way.</exception>
    public Task DeleteAsync(string id, int? ifRevision, CancellationToken cancellation) => Contention.RetryAsync(
        $"task '{id}'",
        async () =>
        {
            var stored = await store.ReadAsync(id, cancellation);
            Require(stored.Document, ifRevision);
            var status = await view.StatusAsync(stored.Document, cancellation);
            if (stored.Document.Waiting || (stored.Document.RunId is not null && !StatusRules.IsFinal(status)))
            {
                throw Problems.Conflict($"Task '{id}' is under way. Cancel it first.");
            }

            return await store.DeleteAsync(stored, cancellation) ? stored : null;
        },
        cancellation);

    /// <summary>Does what the row asks for: an orchestration while it waits, its run's end once cancelled.</summary>
    public async Task TellAsync(TaskDocument task, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Cancelled)
        {
            await runs.CancelAsync(task.RunId, engine, cancellation);
        }

        if (task.Waiting)
        {
            var reference = new TaskReference(task.Id, task.Start);
            await InstanceStarting.StartOnceAsync(
                engine, nameof(TaskOrchestrator), reference.InstanceId(), reference, cancellation);
        }
    }

    private async Task<TaskDocument> ChangeAsync(
        string id,
        int? ifRevision,
        Func<TaskDocument, Task<TaskDocument>> change,
        DurableTaskClient engine,
        CancellationToken cancellation,
        string? reason = null)
    {
        var effect = await pending.AddAsync(PendingKinds.Task, id, workItemId: null, cancellation);
        var changed = await Contention.RetryAsync(
            $"task '{id}'",
            async () =>
            {
                var stored = await store.ReadAsync(id, cancellation);
                Require(stored.Document, ifRevision);
                var wanted = await change(stored.Document);
                if (ReferenceEquals(wanted, stored.Document))
                {
                    return wanted;
                }

                var now = time.GetUtcNow();
                wanted = wanted with { Revision = wanted.Revision + 1, UpdatedAt = now };
                var version = reason is null
                    ? null
                    : new TaskVersionDetail { Version = wanted.Version, Task = wanted.Spec, Reason = reason, At = now };
                return await store.SaveAsync(wanted, stored, version, cancellation) ? wanted : null;
            },
            cancellation);
        await TellAsync(changed, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return changed;
    }

    private static int NextVersion(TaskDocument known) => known.Version < TaskStore.MaxVersions
        ? known.Version + 1
        : throw Problems.Conflict($"Task '{known.Id}' has {TaskStore.MaxVersions} versions, which is the limit.");

    private static void Require(TaskDocument known, int? revision)
    {
        if (revision is not null && revision != known.Revision)
        {
            throw Problems.Changed(
                $"Task '{known.Id}' has revision {known.Revision} now. Read it again, then change it.");
        }
    }
}
