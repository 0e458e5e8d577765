using Swarm.Contracts.WorkItems;

namespace Swarm.Functions.WorkItems;

/// <summary>Adds up what the claims of one work item have used, each of which tells its own part alone.</summary>
internal static class UsageSum
{
    /// <summary>Both together; model, conversation and whether it was resumed are those of the later one.</summary>
    public static ToolUsage? Of(ToolUsage? earlier, ToolUsage? later)
    {
        if (earlier is null || later is null)
        {
            return later ?? earlier;
        }

        return later with
        {
            InputTokens = Add(earlier.InputTokens, later.InputTokens),
            CachedInputTokens = Add(earlier.CachedInputTokens, later.CachedInputTokens),
            OutputTokens = Add(earlier.OutputTokens, later.OutputTokens),
            CostUsd = earlier.CostUsd is null && later.CostUsd is null
                ? null
                : (earlier.CostUsd ?? 0) + (later.CostUsd ?? 0),
            Turns = (int?)Add(earlier.Turns, later.Turns),
            Model = later.Model ?? earlier.Model,
            Session = later.Session ?? earlier.Session,
        };
    }

    private static long? Add(long? earlier, long? later) =>
        earlier is null && later is null ? null : (earlier ?? 0) + (later ?? 0);
}
