using Swarm.Contracts.Tasks;
using Swarm.Core.Ids;
using Swarm.Core.Workflows;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;
using Swarm.Functions.Workflows;

namespace Swarm.Functions.Tasks;

/// <summary>Starts and cancels the runs of tasks.</summary>
public sealed class TaskRuns(
    TaskTemplates templates, WorkflowStore workflows, RunStarting starting, RunCancelling cancelling, RunStore runs)
{
    /// <summary>The run of a start: repeating the start finds the same.</summary>
    public static string RunIdOf(TaskDocument task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return DerivedUlid.Of(task.StartedAt ?? task.CreatedAt, $"task~{task.Id}~{task.Start}");
    }

    /// <summary>Makes the task's workflow and starts its run.</summary>
    /// <returns>The task with its run, or with the reason why it has none.</returns>
    public async Task<TaskDocument> StartAsync(
        TaskDocument task, DurableTaskClient engine, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            var template = await templates.OfAsync(task.Spec, cancellation);
            var source = TaskPlanning.Workflow(template, task);
            var parsed = WorkflowParser.Parse(source);
            if (!parsed.IsValid)
            {
                throw WorkflowFile.Refuse(parsed);
            }

            var (workflow, _) = await workflows.SaveAsync(parsed.Definition, source, cancellation, isListed: false);
            var request = TaskPlanning.Request(task.Spec, workflow.Head.Version);
            var origin = new RunOrigin
            {
                RunId = RunIdOf(task), At = task.StartedAt ?? task.CreatedAt, TaskId = task.Id,
            };
            var run = await starting.ExecuteAsync(workflow.Head.Id, request, engine, cancellation, origin, task.User);
            return task with
            {
                RunId = run.Id,
                Subtasks = template.Subtasks,
                IsDirected = task.Spec.Director is not null,
                Decomposition = task.Spec.Director is null
                    ? new TaskDecomposition(Decomposer.Template)
                    : task.Decomposition,
            };
        }
        catch (ApiProblemException exception)
        {
            // Its template is gone, or what it asks for makes no workflow: a new version of the task may mend it.
            var errors = exception.Body.WorkflowErrors?.Select(error => error.Message) ?? [];
            return task with { RunId = null, StartFailure = string.Join(' ', errors.Prepend(exception.Body.Detail)) };
        }
    }

    /// <summary>Cancels a run; one that has ended or was never made is left alone.</summary>
    public async Task CancelAsync(string? runId, DurableTaskClient engine, CancellationToken cancellation)
    {
        if (runId is not null && await runs.FindAsync(runId, cancellation) is not null)
        {
            await cancelling.CancelAsync(runId, "Its task was cancelled.", engine, cancellation);
        }
    }
}
