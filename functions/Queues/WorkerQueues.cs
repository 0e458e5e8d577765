using Swarm.Contracts.Queues;
using Swarm.Core.Queues;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Queues;

/// <summary>The queues that a worker may take pointers from.</summary>
internal static class WorkerQueues
{
    // The index is the rank.
    private static readonly NodePriority[] s_priorities =
        [NodePriority.High, NodePriority.Default, NodePriority.Low];

    /// <summary>All of them, in no order that matters but that of the tools.</summary>
    /// <param name="workerId">The worker.</param>
    /// <param name="ownerId">The user that it belongs to; null when it belongs to nobody.</param>
    /// <param name="tools">What it can run now.</param>
    /// <param name="isTrusted">Whether it may see sensitive work.</param>
    public static IReadOnlyList<PullQueue> Of(
        string workerId, string? ownerId, IReadOnlyCollection<string> tools, bool isTrusted)
    {
        var queues = OfAllPriorities(PullSource.Worker, priority => QueueNames.OfWorker(workerId, priority));
        bool[] kinds = isTrusted ? [true, false] : [false];
        foreach (var isSensitive in kinds)
        {
            if (ownerId is not null)
            {
                queues = queues.Concat(OfAllPriorities(
                    PullSource.User, priority => QueueNames.OfUser(ownerId, priority, isSensitive)));
            }

            queues = queues.Concat(tools.Distinct(StringComparer.Ordinal).SelectMany(tool => OfAllPriorities(
                PullSource.Tool, priority => QueueNames.OfTool(tool, priority, isSensitive))));
        }

        return [.. queues];
    }

    private static IEnumerable<PullQueue> OfAllPriorities(PullSource source, Func<NodePriority, string> name) =>
        s_priorities.Select((priority, rank) => new PullQueue(name(priority), source, rank));
}
