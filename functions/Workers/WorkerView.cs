using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Core.Allocation;
using Swarm.Core.Statuses;
using Swarm.Functions.Allocation;

namespace Swarm.Functions.Workers;

/// <summary>Shows workers to people.</summary>
internal static class WorkerView
{
    public static WorkerStatus StatusOf(WorkerDocument worker, DateTimeOffset now) => StatusRules.OfWorker(
        now - worker.LastSeenAt,
        worker.SignedOff,
        worker.Draining || worker.DrainRequested,
        worker.Held.Count,
        worker.Slots,
        worker.Problem is not null);

    public static WorkerSummary Summary(WorkerDocument worker, DateTimeOffset now) => new()
    {
        Id = worker.Id,
        Name = worker.Name,
        Status = StatusOf(worker, now),
        Platform = worker.Platform,
        AgentVersion = worker.AgentVersion,
        Tools = worker.Tools,
        Slots = worker.Slots,
        WorkItems = [.. worker.Held.Select(item => item.Id)],
        JoinedAt = worker.JoinedAt,
        LastSeenAt = worker.LastSeenAt,
        Labels = worker.Labels(),
        Specialisations = worker.Profile.Specialisations,
        Owner = worker.Owner,
        Trusted = worker.Trusted,
        Revoked = worker.Revoked,
        Revision = worker.Revision,
    };

    public static WorkerDetail Detail(WorkerDocument worker, DateTimeOffset now) => new()
    {
        Summary = Summary(worker, now),
        Profile = worker.Profile,
        ToolStates = worker.ToolStates,
        Warm = worker.Warm,
        GivenLabels = worker.GivenLabels,
        Shares = worker.Shares,
        HeldBack = Allocator.FindHeldBack(WorkerCandidates.Of(worker, 0, now)) is { } why ? $"It {why}." : null,
        Load = worker.Load(),
        History = ResourceHistory.Read(worker.History),
    };
}
