using Swarm.Contracts.Schedules;
using Swarm.Core.Ids;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Pending;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Schedules;

/// <summary>
/// What people do with schedules. The row comes first; then the schedule's orchestration is started or told, which the
/// sweeper does when a crash comes in between.
/// </summary>
public sealed class ScheduleChanges(
    ScheduleStore store, ScheduleRules rules, PendingStore pending, UlidGenerator ids, TimeProvider time)
{
    private static readonly OrchestrationRuntimeStatus[] s_living =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
    ];

    /// <summary>Makes a schedule; its ticks count from now.</summary>
    /// <exception cref="ApiProblemException">422: something in it cannot be used.</exception>
    public async Task<ScheduleDocument> CreateAsync(
        ScheduleRequest request, DurableTaskClient engine, CancellationToken cancellation, string? user = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        await rules.CheckAsync(request, cancellation);
        var now = time.GetUtcNow();
        var schedule = Said(
            request,
            new ScheduleDocument
            {
                Id = ids.Next(),
                Name = request.Name,
                WorkflowId = request.WorkflowId,
                Cron = request.Cron,
                TimeZone = request.TimeZone,
                Overlap = request.Overlap,
                CatchUp = request.CatchUp,
                User = user,
                CountedTo = now,
                CreatedAt = now,
                UpdatedAt = now,
            });
        var effect = await pending.AddAsync(PendingKinds.Schedule, schedule.Id, workItemId: null, cancellation);
        await store.EnterAsync(schedule, cancellation);
        await store.SaveAsync(schedule, default, [], cancellation);
        await TellAsync(schedule.Id, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return schedule;
    }

    /// <summary>
    /// Replaces what a schedule says; ticks of the old text that are still to come are gone. From now on its runs are
    /// for whoever has replaced it: nobody can have his text run on another's workers.
    /// </summary>
    public async Task<ScheduleDocument> ReplaceAsync(
        string id,
        ScheduleRequest request,
        int? ifRevision,
        string? user,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        await rules.CheckAsync(request, cancellation);
        return await ChangeAsync(
            id,
            ifRevision,
            known => Said(request, known) with { User = user, CountedTo = time.GetUtcNow(), Queued = [] },
            engine,
            cancellation);
    }

    /// <summary>Pauses or resumes; ticks of the pause are not made up for.</summary>
    public Task<ScheduleDocument> PauseAsync(
        string id, bool paused, DurableTaskClient engine, CancellationToken cancellation) =>
        ChangeAsync(
            id,
            ifRevision: null,
            known => known.Paused == paused ? known : known with { Paused = paused, CountedTo = time.GetUtcNow() },
            engine,
            cancellation);

    /// <summary>Deletes a schedule. Its runs stay.</summary>
    public async Task DeleteAsync(
        string id, int? ifRevision, DurableTaskClient engine, CancellationToken cancellation)
    {
        var effect = await pending.AddAsync(PendingKinds.Schedule, id, workItemId: null, cancellation);
        await Contention.RetryAsync(
            $"schedule '{id}'",
            async () =>
            {
                var stored = await store.ReadAsync(id, cancellation);
                Require(stored.Document, ifRevision);
                return await store.DeleteAsync(id, stored.ETag, cancellation) ? stored.Document : null;
            },
            cancellation);
        await TellAsync(id, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
    }

    /// <summary>
    /// Lets the orchestration look at the row: starts it if it is not there, tells it otherwise. May be repeated.
    /// </summary>
    public static async Task TellAsync(string id, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var reference = new ScheduleReference(id);
        var options = new StartOrchestrationOptions(reference.InstanceId()).WithDedupeStatuses(s_living);
        try
        {
            await engine.ScheduleNewOrchestrationInstanceAsync(
                nameof(ScheduleOrchestrator), reference, options, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Hosts differ in how they say that it is there already; telling it fails when it is not.
            await engine.RaiseEventAsync(
                reference.InstanceId(), OrchestrationEvents.Changed, eventPayload: "", cancellation);
        }
    }

    private async Task<ScheduleDocument> ChangeAsync(
        string id,
        int? ifRevision,
        Func<ScheduleDocument, ScheduleDocument> change,
        DurableTaskClient engine,
        CancellationToken cancellation)
    {
        var effect = await pending.AddAsync(PendingKinds.Schedule, id, workItemId: null, cancellation);
        var changed = await Contention.RetryAsync(
            $"schedule '{id}'",
            async () =>
            {
                var stored = await store.ReadAsync(id, cancellation);
                Require(stored.Document, ifRevision);
                var wanted = change(stored.Document);
                if (ReferenceEquals(wanted, stored.Document))
                {
                    return wanted;
                }

                wanted = wanted with { Revision = wanted.Revision + 1, UpdatedAt = time.GetUtcNow() };
                return await store.SaveAsync(wanted, stored.ETag, [], cancellation) ? wanted : null;
            },
            cancellation);
        await TellAsync(id, engine, cancellation);
        await pending.ClearAsync(effect, cancellation);
        return changed;
    }

    private static void Require(ScheduleDocument known, int? revision)
    {
        if (revision is not null && revision != known.Revision)
        {
            throw Problems.Changed(
                $"Schedule '{known.Id}' has revision {known.Revision} now. Read it again, then change it.");
        }
    }

    private static ScheduleDocument Said(ScheduleRequest request, ScheduleDocument schedule) => schedule with
    {
        Name = request.Name,
        WorkflowId = request.WorkflowId,
        Version = request.Version,
        Cron = request.Cron,
        TimeZone = request.TimeZone,
        Inputs = request.Inputs,
        Overlap = request.Overlap,
        CatchUp = request.CatchUp,
    };
}
