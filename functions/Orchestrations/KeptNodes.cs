using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>How the orchestrations of a retried run ask for what there is already.</summary>
internal static class KeptNodes
{
    /// <summary>Results in one answer, which goes into the history.</summary>
    private const int MaxPerAnswer = 25;

    /// <summary>What there is of nodes, in their order. Asks nobody where nothing can be kept.</summary>
    public static async Task<IReadOnlyList<KeptNode>> FindKeptAsync(
        this TaskOrchestrationContext context, RunReference run, IReadOnlyList<NodeRun> nodes, string? after = null)
    {
        if (run.KeepFloor == 0)
        {
            return [.. nodes.Select(_ => new KeptNode())];
        }

        var found = new List<KeptNode>();
        foreach (var asked in nodes.Chunk(MaxPerAnswer))
        {
            found.AddRange(await context.CallActivityAsync<IReadOnlyList<KeptNode>>(
                nameof(NodeActivities.FindKept),
                new KeptRequest(run, asked) { After = after },
                ActivityRetries.Options()));
        }

        return found;
    }

    /// <summary>The node as it runs now that its result does not count: what is in it may.</summary>
    public static NodeRun ToRunAgain(this NodeRun node, KeptNode kept) => kept switch
    {
        { MustRun: true } => node with { Run = node.Run with { KeepFloor = 0 } },
        { Corrected: > 0 } => node with
        {
            Corrected = kept.Corrected,
            CorrectedBefore = kept.Corrected,
            Correction = kept.Correction,
        },
        _ => node,
    };
}
