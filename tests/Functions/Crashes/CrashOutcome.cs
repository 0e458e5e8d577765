using System.Text;
using Swarm.Contracts.Json;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Tests.Functions.Crashes;

/// <summary>What is left of a run, as text without ids and times: two runs that went alike are alike.</summary>
internal static class CrashOutcome
{
    public static async Task<string> ReadAsync(CrashScript script)
    {
        var plane = script.Plane;
        await plane.AskAsync(_ => SettleAsync(plane));
        var text = new StringBuilder();
        var run = await plane.Get<RunStore>().GetAsync(script.RunId, CancellationToken.None);
        text.AppendLine($"run {run.Status} {run.Progress} {run.Reason}");
        foreach (var node in (await plane.Get<RunStore>().NodesAsync(run.Id, CancellationToken.None)).Values)
        {
            text.AppendLine($"node {node.Path} {node.Status}");
            foreach (var iteration in node.Iterations)
            {
                text.AppendLine($"  {iteration.Number} {iteration.Status} {iteration.Attempts} {iteration.Output}");
            }
        }

        var filter = Filters.Prefix(run.Id, RunRows.EventPrefix);
        var tables = plane.Get<SwarmTables>();
        foreach (var row in await tables.Runs.QueryAsync(filter, 1000, CancellationToken.None))
        {
            var told = Documents.Read(row, SwarmJsonContext.Default.RunEvent);
            text.AppendLine($"event {told.Sequence} {told.Type} {told.Node} {told.Iteration}");
        }

        foreach (var done in script.Done)
        {
            text.AppendLine($"did {done}");
        }

        await foreach (var instance in plane.Engine.GetAllInstancesAsync())
        {
            text.AppendLine($"instance {instance.InstanceId[run.Id.Length..]} {instance.RuntimeStatus}");
        }

        var pending = await tables.Pending.QueryAsync(null, 10, CancellationToken.None);
        var active = await tables.ActiveWork.QueryAsync(null, 10, CancellationToken.None);
        text.AppendLine($"left {pending.Count} pending, {active.Count} active");
        return text.ToString();
    }

    /// <summary>Gives the sweeper the time after which nothing of a request or a dead letter is left to do.</summary>
    private static async Task<bool> SettleAsync(MortalPlane plane)
    {
        for (var sweeps = 0; sweeps < 4; sweeps++)
        {
            plane.Clock.Leap(TimeSpan.FromHours(25));
            await plane.SweepAsync();
        }

        return true;
    }
}
