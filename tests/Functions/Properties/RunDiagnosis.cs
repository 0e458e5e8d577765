using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Runs;
using Swarm.Core.Statuses;
using Swarm.Durable.Client;
using Swarm.Durable.Core.History;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Properties;

/// <summary>Tells what a run waits for that does not end: by its nodes, and by its orchestrations.</summary>
internal static class RunDiagnosis
{
    private const int EventsShown = 5;
    private const int InstancesShown = 20;

    public static async Task<string> OfAsync(ControlPlane plane, string runId)
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = await plane.Admin.ReadRunAsync(runId);
        var events = await plane.Admin.EventsAsync(runId);
        var told = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"Run {runId} is {run.Summary.Status}; it told last:")
            .AppendJoin('\n', events.TakeLast(EventsShown).Select(one =>
                $"  {one.Sequence} {one.Type} {one.Node} {one.Iteration}, {Age(now, one.At)} ago"))
            .AppendLine("\nNodes that have begun and not ended:")
            .AppendJoin('\n', run.Nodes.Where(IsOpen).Select(node =>
                $"  {node.Path} {node.Status} {node.Iteration}: work item "
                + $"{node.Iterations[^1].WorkItemId ?? "none"}, claimed by {node.Iterations[^1].WorkerId ?? "nobody"} "
                + node.Iterations[^1].WaitingForWorker))
            .AppendLine("\nOrchestrations that wait:");
        var engine = plane.Services.GetRequiredService<DurableTaskClient>();
        var query = new OrchestrationQuery { InstanceIdPrefix = runId };
        var shown = 0;
        await foreach (var instance in engine.GetAllInstancesAsync(query))
        {
            if (!instance.IsCompleted && shown++ < InstancesShown)
            {
                var history = await engine.GetOrchestrationHistoryAsync(instance.InstanceId);
                told.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  {instance.Name} {instance.InstanceId} {instance.RuntimeStatus}, last turn "
                    + $"{Age(now, instance.LastUpdatedAt)} ago, for {string.Join(", ", Outstanding(history, now))}");
            }
        }

        return told.Append(
            CultureInfo.InvariantCulture,
            $"Threads: {ThreadPool.ThreadCount}, waiting for one: {ThreadPool.PendingWorkItemCount}").ToString();
    }

    private static bool IsOpen(NodeState node) =>
        node.Iterations.Count > 0 && !StatusRules.HasEnded(node.Status);

    private static IEnumerable<string> Outstanding(IList<HistoryEvent> history, DateTimeOffset now)
    {
        var ended = history.Select(told => told switch
        {
            TaskCompletedEvent task => task.TaskScheduledId,
            TaskFailedEvent task => task.TaskScheduledId,
            SubOrchestrationInstanceCompletedEvent child => child.TaskScheduledId,
            SubOrchestrationInstanceFailedEvent child => child.TaskScheduledId,
            TimerFiredEvent timer => timer.TimerId,
            _ => -1,
        }).ToHashSet();
        var raised = history.OfType<EventRaisedEvent>().Select(told => told.Name);
        return history.Where(told => !ended.Contains(told.EventId))
            .Select(told => told switch
            {
                TaskScheduledEvent task => $"activity {task.Name}",
                SubOrchestrationInstanceCreatedEvent child => $"child {child.InstanceId}",
                TimerCreatedEvent timer => $"a timer {Age(now, new(timer.FireAt, TimeSpan.Zero))} late",
                _ => null,
            })
            .OfType<string>()
            .Append($"events; it has had [{string.Join(' ', raised)}]");
    }

    private static string Age(DateTimeOffset now, DateTimeOffset then) =>
        $"{(now - then).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
}
