using System.Net;
using System.Text.Json;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>Runs of workflows on a control plane with a worker that makes up its results.</summary>
internal static class PatternRuns
{
    public static Task<RunDetail> RunToEndAsync(
        this RunningPlane running, string workflow, Func<WorkItem, ReportRequest> work, string inputs = "{}") =>
        running.RunToEndAsync(workflow, (item, _) => Task.FromResult(work(item)), inputs);

    public static async Task<RunDetail> RunToEndAsync(
        this RunningPlane running,
        string workflow,
        Func<WorkItem, CancellationToken, Task<ReportRequest>> work,
        string inputs = "{}",
        int slots = 4)
    {
        await using var worker = await FakeWorker.StartAsync(running.Plane, work, slots);
        var run = await running.Plane.Admin.RunAsync(workflow, inputs);
        return await running.Plane.Admin.WaitForEndAsync(run.Summary.Id);
    }

    /// <summary>The paths of a run's nodes with their statuses.</summary>
    public static IEnumerable<string> Statuses(this RunDetail run) =>
        run.Nodes.Select(node => $"{node.Path} {JsonNamingPolicy.SnakeCaseLower.ConvertName($"{node.Status}")}");

    public static NodeState Node(this RunDetail run, string path) => run.Nodes.Single(node => node.Path == path);

    /// <summary>Waits for the run's one checkpoint to open.</summary>
    public static async Task<CheckpointView> WaitForCheckpointAsync(this HttpClient admin, string runId)
    {
        await foreach (var told in admin.FollowAsync(runId))
        {
            if (told.Type == RunEventTypes.CheckpointOpened)
            {
                return await admin.ReadCheckpointAsync(told.Data!.Value.GetProperty("checkpointId").GetString()!);
            }
        }

        throw new InvalidOperationException($"Run '{runId}' ended before it asked anything.");
    }

    public static Task<CheckpointView> ReadCheckpointAsync(this HttpClient admin, string id) => admin.GetAsync(
        Requests.Route(ApiRoutes.Checkpoint, Uri.EscapeDataString(id)), SwarmJsonContext.Default.CheckpointView);

    public static Task<HttpResponseMessage> AnswerAsync(
        this HttpClient admin, string route, string checkpointId, string body = "{}") =>
        admin.PostAsync(Requests.Route(route, Uri.EscapeDataString(checkpointId)), body);

    public static async Task SendEventAsync(this HttpClient admin, string runId, string name, string data)
    {
        using var sent = await admin.PostAsync(
            Requests.Route(ApiRoutes.SendRunEvent, runId).Replace("{name}", name, StringComparison.Ordinal), data);
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
    }
}
