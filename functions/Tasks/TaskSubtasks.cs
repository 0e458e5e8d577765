using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Scopes;

namespace Swarm.Functions.Tasks;

/// <summary>Puts together the subtasks of tasks: those of a template, or those that a director has planned.</summary>
public sealed class TaskSubtasks(TaskTemplates templates, RunStore runs, ScopeReader scopes, PlanReports plans)
{
    /// <summary>The subtasks of a task's last run, or those that a run would have, as far as that is known.</summary>
    /// <param name="task">The task.</param>
    /// <param name="run">Its last run; null before its first.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<SubtaskDetail>> OfAsync(
        TaskDocument task, RunDocument? run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (run is null)
        {
            // What a director will plan nobody knows.
            return task.Spec.Director is null
                ? OfTemplate(task.Spec, (await templates.OfAsync(task.Spec, cancellation)).Subtasks, nodes: null)
                : [];
        }

        var nodes = await runs.NodesAsync(run.Id, cancellation);
        return task switch
        {
            { IsDirected: false } => OfTemplate(task.Spec, task.Subtasks, nodes),
            { Decomposition.By: Decomposer.Template } => OfTemplate(
                task.Spec, task.Subtasks, nodes, HierarchyDefinition.Fallback + "."),
            _ => await OfPlansAsync(run, nodes, cancellation),
        };
    }

    private static List<SubtaskDetail> OfTemplate(
        TaskSpec spec,
        IReadOnlyList<SubtaskTemplate> subtasks,
        IReadOnlyDictionary<string, NodeDocument>? nodes,
        string prefix = "") =>
    [
        .. subtasks.Select(subtask => new SubtaskDetail
        {
            Id = prefix + subtask.Id,
            Title = subtask.Title,
            Complexity = subtask.Complexity,
            Tool = TaskPlanning.ToolOf(subtask, spec),
            Specialisation = subtask.Specialisation,
            Needs = [.. subtask.Needs.Select(need => prefix + need)],
            Status = StatusOf(nodes, prefix + subtask.Id),
        }),
    ];

    private async Task<IReadOnlyList<SubtaskDetail>> OfPlansAsync(
        RunDocument run, IReadOnlyDictionary<string, NodeDocument> nodes, CancellationToken cancellation)
    {
        var reference = new RunReference(run.Id, run.Attempt);
        var planned = (await plans.FindAsync(reference, cancellation)).Subtasks ?? [];
        var hierarchy = (await scopes.ReadAsync(reference, cancellation)).Definition.Hierarchy;
        var workers = (hierarchy?.Workers ?? []).ToDictionary(worker => worker.Id);
        return [.. planned.Select(subtask => OfPlan(subtask, workers.GetValueOrDefault(subtask.Worker), nodes))];
    }

    private static SubtaskDetail OfPlan(
        PlannedSubtask subtask, NodeDefinition? worker, IReadOnlyDictionary<string, NodeDocument> nodes)
    {
        var round = new RunReference("", 1, PlanRound.IdOf(subtask.Round));
        var path = round.PathOf(subtask.Id);
        return new SubtaskDetail
        {
            Id = path,
            Title = subtask.Title ?? subtask.Id,
            Tool = worker?.Tool ?? NodeDefinition.ShellTool,
            Specialisation = worker?.Placement.Specialisation is { } kind
                ? Contracts.Json.EnumWords.Of(kind)
                : null,
            Needs = [.. (subtask.Needs ?? []).Select(round.PathOf)],
            Status = StatusOf(nodes, path),
        };
    }

    private static NodeStatus StatusOf(IReadOnlyDictionary<string, NodeDocument>? nodes, string path) =>
        nodes?.GetValueOrDefault(path)?.ToState().Status ?? NodeStatus.Pending;
}
