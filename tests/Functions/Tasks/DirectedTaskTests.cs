using System.Net;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Tasks;

/// <summary>Tasks that a director breaks down, or, where it cannot, their template.</summary>
public sealed class DirectedTaskTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Template = """
        version: 1
        name: by_plan
        subtasks:
          build: { title: Build it, run: [make], complexity: 1 }
          test:  { title: Test it, run: [make, test], needs: [build] }
        workers:
          maker:  { title: Makes a part, run: [make, "${subtask.input.part}"], specialisation: feature }
          tester: { title: Tests a part, run: [test-it, "${subtask.title}"] }
        """;

    private const string Plan = """
        { "subtasks": [
          { "id": "wheel", "worker": "maker", "title": "Make the wheel", "input": { "part": "wheel" } },
          { "id": "check", "worker": "tester", "needs": ["wheel"] }
        ] }
        """;

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_director_breaks_a_task_down_and_the_task_tells_it()
    {
        var (task, run) = await RunAsync(item => FakeWorker.Done(item, stdout: (item.Node, item.Iteration) switch
        {
            ("director", 1) => Plan,
            ("director", _) => """{ "done": true, "result": "A wheel." }""",
            _ => "",
        }));

        Assert.Equal(RunStatus.Completed, task.Status);
        Assert.Equal(new TaskDecomposition(Decomposer.Director), task.Decomposition);
        Assert.Equal(NodeStatus.Skipped, run.Nodes.Single(node => node.Path == "fallback").Status);
        var subtasks = await SubtasksAsync(task.Id);
        Assert.Equal(
            ["round-1.wheel Make the wheel feature", "round-1.check check "],
            subtasks.Select(subtask => $"{subtask.Id} {subtask.Title} {subtask.Specialisation}"));
        Assert.Equal(["round-1.wheel"], subtasks[1].Needs);
        Assert.All(subtasks, subtask => Assert.Equal(NodeStatus.Completed, subtask.Status));
    }

    [Fact]
    public async Task A_plan_that_stays_wrong_makes_way_for_the_template_and_the_task_tells_why()
    {
        var (task, _) = await RunAsync(item => FakeWorker.Done(item, stdout: "I would rather not."));

        Assert.Equal(RunStatus.Completed, task.Status);
        Assert.Equal(Decomposer.Template, task.Decomposition!.By);
        Assert.Contains("wrong 2 times in a row", task.Decomposition.Reason, StringComparison.Ordinal);
        var subtasks = await SubtasksAsync(task.Id);
        Assert.Equal(["fallback.build", "fallback.test"], subtasks.Select(subtask => subtask.Id));
        Assert.Equal(["fallback.build"], subtasks[1].Needs);
        Assert.All(subtasks, subtask => Assert.Equal(NodeStatus.Completed, subtask.Status));
        var told = (await Admin.EventsAsync(task.RunId!)).Single(e => e.Type == RunEventTypes.FallbackTaken);
        Assert.Equal(task.Decomposition.Reason, told.Data!.Value.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_director_that_no_worker_can_be_makes_way_for_the_template()
    {
        var (task, _) = await RunAsync(
            item => FakeWorker.Done(item), """{ "tool": "claude-code", "patience": "PT1S" }""");

        Assert.Equal(RunStatus.Completed, task.Status);
        Assert.Equal(Decomposer.Template, task.Decomposition!.By);
        Assert.StartsWith("No worker can plan it.", task.Decomposition.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_without_a_director_says_that_its_template_broke_it_down()
    {
        var (task, _) = await RunAsync(item => FakeWorker.Done(item), director: "null");

        Assert.Equal(new TaskDecomposition(Decomposer.Template), task.Decomposition);
        Assert.Equal(["build", "test"], (await SubtasksAsync(task.Id)).Select(subtask => subtask.Id));
    }

    [Fact]
    public async Task What_is_wrong_with_a_director_is_told_by_field()
    {
        using var response = await Admin.PostAsync(ApiRoutes.Tasks, """
            { "title": "x", "type": "bug_fix", "director":
              { "tool": "a", "run": ["b"], "corrections": 11, "rounds": 0, "patience": "PT0S" } }
            """);
        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            ["/director/corrections", "/director/patience", "/director/rounds", "/director/run"],
            problem.Errors!.Keys.Order());
    }

    private async Task<(TaskDetail Task, RunDetail Run)> RunAsync(
        Func<WorkItem, ReportRequest> work, string director = """{ "run": ["plan"], "corrections": 1 }""")
    {
        using var saved = await Admin.PutAsync(
            new Uri("api/v1/task-templates/by_plan", UriKind.Relative), new StringContent(Template));
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        await using var worker = await FakeWorker.StartAsync(running.Plane, work);
        using var response = await Admin.PostAsync(
            ApiRoutes.Tasks,
            $$"""{ "title": "Build", "type": "custom", "template": "by_plan", "director": {{director}} }""");
        var made = await response.ReadAsync(s_json.TaskDetail);
        var begun = await Admin.WaitForTaskRunAsync(made.Id);
        var run = await Admin.WaitForEndAsync(begun.RunId!);
        return (await Admin.GetAsync(Requests.Route(ApiRoutes.Task, made.Id), s_json.TaskDetail), run);
    }

    private async Task<IReadOnlyList<SubtaskDetail>> SubtasksAsync(string id)
    {
        var page = await Admin.GetAsync(Requests.Route(ApiRoutes.Subtasks, id), s_json.ListPageSubtaskDetail);
        return page.Items;
    }
}
