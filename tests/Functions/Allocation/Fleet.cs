using Swarm.Contracts.Allocation;
using Swarm.Contracts.Problems;
using Swarm.Contracts.WorkItems;
using Swarm.Contracts.Workers;
using Swarm.Core.Workflows;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Allocation;

/// <summary>Workers and work that differ in what the allocator looks at.</summary>
internal static class Fleet
{
    public static readonly Caller Admin = new(Role.Admin, "admin");

    /// <summary>A worker with the tool shell that has sent its first heartbeat.</summary>
    public static async Task<string> JoinAsync(
        this TestApp app, string machine, string? owner = null, int slots = 1, params string[] labels)
    {
        var token = await app.Get<JoinTokens>().CreateAsync(CancellationToken.None, owner);
        var request = new JoinRequest
        {
            Token = token.Token,
            MachineId = machine,
            Name = machine,
            Tools = ["shell"],
            Slots = slots,
            Profile = new WorkerProfile { Labels = labels },
        };
        var joined = await app.Get<WorkerJoining>().JoinAsync(request, CancellationToken.None);
        await app.BeatAsync(joined.WorkerId);
        return joined.WorkerId;
    }

    public static Task<WorkerDocument> ChangeAsync(this TestApp app, string worker, ChangeWorkerRequest change) =>
        app.Get<WorkerChanging>().ChangeAsync(worker, change, null, Admin, CancellationToken.None);

    public static WorkItemSpec Spec(int number = 1, NodePlacement? placement = null, string? user = null) =>
        Work.Spec($"{Work.RunId}~1~build~{number}~1") with
        {
            Iteration = number,
            Placement = placement ?? NodePlacement.Anywhere,
            User = user,
        };

    public static async Task<AllocationDecision> DecisionAsync(this TestApp app, int number = 1)
    {
        var stored = await app.Get<SwarmTables>().Runs.FindAsync(
            Work.RunId,
            RunRows.Allocation(Spec(number).Id),
            Contracts.Json.SwarmJsonContext.Default.AllocationDecision,
            CancellationToken.None);
        return stored!.Document;
    }

    /// <summary>Claims without a pointer, as a worker might that has heard of the work item otherwise.</summary>
    public static Task<WorkItem> ClaimDirectlyAsync(this TestApp app, string worker, int number = 1) =>
        app.Get<WorkItemClaims>().ClaimAsync(
            worker, Spec(number).Id, new ClaimRequest(Work.RunId), CancellationToken.None);

    public static async Task<ProblemBody> RefusedAsync(Func<Task> request) =>
        (await Assert.ThrowsAsync<ApiProblemException>(request)).Body;

    /// <summary>Takes pointers until one is live; null when there is none for this worker.</summary>
    public static async Task<WorkItem?> TakeLiveAsync(this TestApp app, string worker)
    {
        while (await app.PollAsync(worker) is { } pointer)
        {
            try
            {
                return await app.ClaimAsync(worker, pointer);
            }
            catch (ApiProblemException)
            {
                // A stale pointer; its message is gone now.
            }
        }

        return null;
    }
}
