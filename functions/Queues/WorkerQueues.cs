using Swarm.Contracts.Queues;
using Swarm.Core.Queues;
using Swarm.Core.Workflows;
using Swarm.Functions.Workers;

namespace Swarm.Functions.Queues;

/// <summary>The queues that a worker may take pointers from.</summary>
internal static class WorkerQueues
{
    /// <summary>Each costs a worker six queues to look into; what is for further users it gets by push alone.</summary>
    public const int MaxUsers = 8;

    // The index is the rank.
    private static readonly NodePriority[] s_priorities =
        [NodePriority.High, NodePriority.Default, NodePriority.Low];

    /// <summary>Those of a worker; none for one that is to take no more work.</summary>
    public static IReadOnlyList<PullQueue> Of(WorkerDocument worker, IReadOnlyCollection<string> tools)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return worker.DrainRequested || worker.Revoked ? [] : Of(worker.Id, worker.Users(), tools, worker.Trusted);
    }

    /// <summary>Whether a worker may read a queue, whatever tools it can run just now.</summary>
    public static bool MayRead(WorkerDocument worker, string queue)
    {
        ArgumentNullException.ThrowIfNull(worker);
        return Of(worker.Id, worker.Users(), worker.Tools, worker.Trusted).Any(readable => readable.Name == queue);
    }

    /// <summary>All of them, in no order that matters but that of the tools.</summary>
    /// <param name="workerId">The worker.</param>
    /// <param name="users">Whose work it does: its owner and those it is shared with.</param>
    /// <param name="tools">What it can run now.</param>
    /// <param name="isTrusted">Whether it may see sensitive work.</param>
    public static IReadOnlyList<PullQueue> Of(
        string workerId, IReadOnlyCollection<string> users, IReadOnlyCollection<string> tools, bool isTrusted)
    {
        var queues = OfAllPriorities(PullSource.Worker, priority => QueueNames.OfWorker(workerId, priority));
        bool[] kinds = isTrusted ? [true, false] : [false];
        foreach (var isSensitive in kinds)
        {
            queues = queues.Concat(users.Where(QueueNames.IsSubject).Distinct(StringComparer.Ordinal).Take(MaxUsers)
                .SelectMany(user => OfAllPriorities(
                    PullSource.User, priority => QueueNames.OfUser(user, priority, isSensitive))));
            queues = queues.Concat(tools.Distinct(StringComparer.Ordinal).SelectMany(tool => OfAllPriorities(
                PullSource.Tool, priority => QueueNames.OfTool(tool, priority, isSensitive))));
        }

        return [.. queues];
    }

    private static IEnumerable<PullQueue> OfAllPriorities(PullSource source, Func<NodePriority, string> name) =>
        s_priorities.Select((priority, rank) => new PullQueue(name(priority), source, rank));
}
