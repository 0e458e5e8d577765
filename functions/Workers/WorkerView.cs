using Swarm.Contracts.Workers;
using Swarm.Core.Statuses;

namespace Swarm.Functions.Workers;

/// <summary>Shows workers to people.</summary>
internal static class WorkerView
{
    public static WorkerSummary Summary(WorkerDocument worker, DateTimeOffset now) => new()
    {
        Id = worker.Id,
        Name = worker.Name,
        Status = StatusRules.OfWorker(
            now - worker.LastSeenAt, worker.SignedOff, worker.Draining, worker.Held.Count, worker.Slots),
        Platform = worker.Platform,
        AgentVersion = worker.AgentVersion,
        Tools = worker.Tools,
        Slots = worker.Slots,
        WorkItems = [.. worker.Held.Select(item => item.Id)],
        JoinedAt = worker.JoinedAt,
        LastSeenAt = worker.LastSeenAt,
    };
}
