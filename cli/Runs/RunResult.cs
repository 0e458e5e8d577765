using System.Text.Json;
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
    private const int LinesShown = 10;
    private static readonly string[] Streams = ["stderr", "stdout"];

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
        var failed = run.Nodes.Where(n => n.Status == NodeStatus.Failed).ToList();
        if (summary.Reason is not null && failed.Count == 0)
        {
            context.Out.WriteLine($"Reason: {summary.Reason}");
        }

        foreach (var node in failed)
        {
            context.Out.WriteLine($"Node {node.Path} failed: {NodeTable.LastReason(node) ?? "no reason was told"}");
            foreach (var line in LastLines(node))
            {
                context.Out.WriteLine($"  | {line}");
            }
        }
    }

    // What the command printed last: to standard error, or else to standard output.
    private static IEnumerable<string> LastLines(NodeState node)
    {
        if (node.Iterations is not [.., { Output: { ValueKind: JsonValueKind.Object } output }])
        {
            return [];
        }

        return Streams
            .Select(name => output.TryGetProperty(name, out var value) ? value.ToString() : "")
            .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text), "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .TakeLast(LinesShown);
    }
}
