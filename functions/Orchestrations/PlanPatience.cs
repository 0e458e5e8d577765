using System.Xml;
using Swarm.Functions.Activities;

namespace Swarm.Functions.Orchestrations;

/// <summary>How long a director's first plan is waited for where something can take its place.</summary>
internal static class PlanPatience
{
    /// <summary>After how long it is looked whether any worker can plan at all; one may just be starting.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(30);

    /// <summary>Waits until it is no use to wait on.</summary>
    /// <returns>Why it is not.</returns>
    public static async Task<string> WaitAsync(
        TaskOrchestrationContext context, NodeRun director, TimeSpan patience, CancellationToken end)
    {
        var start = context.CurrentUtcDateTime;
        if (patience > s_look)
        {
            await context.CreateTimer(start + s_look, end);
            if (await FindTroubleAsync(context, director) is { } trouble)
            {
                return trouble;
            }
        }

        await context.CreateTimer(start + patience, end);
        return await FindTroubleAsync(context, director)
            ?? $"The director gave no plan within {XmlConvert.ToString(patience)}.";
    }

    private static Task<string?> FindTroubleAsync(TaskOrchestrationContext context, NodeRun director) =>
        context.CallActivityAsync<string?>(
            nameof(NodeActivities.FindDirectorTrouble), director, ActivityRetries.Options());
}
