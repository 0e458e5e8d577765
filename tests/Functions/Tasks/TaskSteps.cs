using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Functions.Activities;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Tasks;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Tasks;

/// <summary>The steps of a task's life, without its orchestration.</summary>
internal static class TaskSteps
{
    private const string Template = """
        version: 1
        name: shell_steps
        subtasks:
          analyse: { title: Find the cause, run: [sh, analyse.sh], specialisation: bugfix }
          fix:     { title: Mend it, run: [sh, fix.sh], needs: [analyse], commit: Mend it }
          test:    { title: Test it, run: [make, test], needs: [fix], priority: high }
        """;

    public static TaskSpec Spec(string title = "Mend the parser") => new()
    {
        Title = title,
        Description = "It loses the last line.",
        Type = TaskType.Custom,
        Template = "shell_steps",
    };

    public static Task SaveTemplateAsync(this TestApp app) =>
        app.Get<TaskTemplates>().SaveAsync("shell_steps", Template, CancellationToken.None);

    public static async Task<TaskDocument> CreateTaskAsync(
        this TestApp app, TaskSpec? spec = null, bool start = true)
    {
        await app.SaveTemplateAsync();
        return await app.MakeTaskAsync(spec, start);
    }

    /// <summary>Makes a task whose template is there.</summary>
    public static Task<TaskDocument> MakeTaskAsync(this TestApp app, TaskSpec? spec = null, bool start = true) =>
        app.Get<TaskChanges>().CreateAsync(spec ?? Spec(), start, app.Engine, CancellationToken.None);

    /// <summary>Does what the task's orchestration does when it begins or is told of a change.</summary>
    public static Task<bool> AdvanceTaskAsync(this TestApp app, TaskDocument task) =>
        app.Get<TaskAdvance>().AdvanceAsync(
            new TaskReference(task.Id, task.Start), app.Engine, CancellationToken.None);

    public static async Task<TaskDetail> ReadTaskAsync(this TestApp app, string id)
    {
        var task = (await app.Get<TaskStore>().ReadAsync(id, CancellationToken.None)).Document;
        return await app.Get<TaskView>().DetailAsync(task, CancellationToken.None);
    }

    public static Task<TaskDocument> CancelTaskAsync(this TestApp app, string id) =>
        app.Get<TaskChanges>().CancelAsync(id, app.Engine, CancellationToken.None);

    public static Task DependAsync(this TestApp app, string task, string on) =>
        app.Get<TaskRelations>().AddAsync(
            task, new TaskRelation(TaskRelationKind.DependsOn, on), CancellationToken.None);

    /// <summary>Ends a task's run as its orchestration would.</summary>
    /// <returns>Whom the orchestration has to tell.</returns>
    public static async Task<IReadOnlyList<string>> EndTaskAsync(
        this TestApp app, string id, RunStatus status = RunStatus.Completed)
    {
        var task = await app.ReadTaskAsync(id);
        var ending = new RunEnding(
            new RunReference(task.RunId!, Attempt: 1), new RunResult(status, Reason: null, IsFault: false));
        return await app.Get<RunLifecycle>().FinishAsync(ending, CancellationToken.None);
    }
}
