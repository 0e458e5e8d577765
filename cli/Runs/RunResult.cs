using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;
using Swarm.Cli.Watching;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Cli.Runs;

/// <summary>Follows a run to its end and tells how it ended.</summary>
internal static class RunResult
{
    public static async Task<int> WatchAsync(CliContext context, SwarmClient client, string runId, bool json)
    {
        try
        {
            var run = await new RunWatch(context, client).FollowAsync(runId, json, context.Interrupted);
            if (json)
            {
                JsonOutput.Write(context.Out, run, JsonOutput.Indented.RunDetail);
            }
            else
            {
                Write(context, run);
            }

            return RunWatch.ExitCodeOf(run.Summary.Status);
        }
        catch (OperationCanceledException) when (context.Interrupted.IsCancellationRequested)
        {
            context.Error.WriteLine(
                $"The run goes on. `swarm runs watch {runId}` shows it again, `swarm runs cancel {runId}` ends it.");
            return ExitCodes.Interrupted;
        }
    }

    public static void Write(CliContext context, RunDetail run)
    {
        var summary = run.Summary;
        context.Console.Write(NodeTable.Final(run, context.Time.GetUtcNow()));
        var took = (summary.FinishedAt ?? context.Time.GetUtcNow()) - summary.CreatedAt;
        var end = $"{StatusWords.Of(summary.Status)} in {StatusWords.Duration(took)}";
        context.Out.WriteLine($"Run {summary.Number} of {summary.WorkflowName} {end}.");
        if (summary.Reason is not null)
        {
            context.Out.WriteLine($"Reason: {summary.Reason}");
        }

        foreach (var node in run.Nodes.Where(n => n.Status == NodeStatus.Failed))
        {
            var reason = NodeTable.LastReason(node) ?? "no reason was told";
            context.Out.WriteLine($"Node {node.Path} failed: {reason}");
        }
    }
}
