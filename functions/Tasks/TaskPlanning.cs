using System.Text.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Tasks;

/// <summary>From a task to its workflow and the inputs of a run.</summary>
internal static class TaskPlanning
{
    private const string ShellTool = NodeDefinition.ShellTool;
    private const string DefaultTool = "claude-code";

    /// <summary>Sensitive work stays on the user's machines unless he names another tool.</summary>
    private const string LocalTool = "ollama";

    public static string ToolOf(SubtaskTemplate subtask, TaskSpec task) =>
        subtask.Run is not null ? ShellTool : subtask.Tool ?? ToolOf(task);

    /// <summary>The task's workflow file.</summary>
    public static string Workflow(TaskTemplate template, TaskDocument task) => TaskWorkflow.Write(
        template,
        new TaskFacts
        {
            WorkflowName = $"task-{task.Id}",
            HasRepository = task.Spec.Repository is not null,
            Tool = ToolOf(task.Spec),
            Director = task.Spec.Director,
            Sensitive = task.Spec.Sensitive,
            Permission = task.Spec.Permission,
            Checkpoints = task.Spec.Checkpoints,
            Priority = task.Spec.Priority switch
            {
                TaskPriority.High => NodePriority.High,
                TaskPriority.Low => NodePriority.Low,
                _ => null,
            },
        });

    public static ExecuteWorkflowRequest Request(TaskSpec task, int version)
    {
        var inputs = new Dictionary<string, JsonElement>
        {
            [TaskWorkflow.Title] = Text(task.Title),
            [TaskWorkflow.Description] = Text(task.Description),
        };
        if (task.Repository is { } repository)
        {
            inputs[InputNames.Repository] = Text(repository);
        }

        if (task is { Repository: not null, Base: { } from })
        {
            inputs[InputNames.Base] = Text(from);
        }

        return new ExecuteWorkflowRequest { Version = version, Inputs = inputs };
    }

    private static string ToolOf(TaskSpec task) =>
        task.Tools is [var first, ..] ? first : task.Sensitive ? LocalTool : DefaultTool;

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, TaskTexts.Default.String);
}
