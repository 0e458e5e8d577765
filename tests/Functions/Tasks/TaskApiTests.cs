using System.Net;
using System.Text.Json;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Tasks;

/// <summary>Tasks over HTTP, on the real engine.</summary>
public sealed class TaskApiTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string Template = """
        version: 1
        name: mine
        subtasks:
          build: { title: Build it, run: [make], complexity: 1 }
          test:  { title: Test it, run: [make, test], needs: [build] }
        """;

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    private HttpClient Admin => running.Plane.Admin;

    [Fact]
    public async Task A_task_by_a_template_of_ones_own_runs_to_its_end()
    {
        await SaveTemplateAsync();
        var task = await CreateAsync("""{ "title": "Build", "type": "custom", "template": "mine" }""");
        var begun = await Admin.WaitForTaskRunAsync(task.Id);
        var run = await Admin.ReadRunAsync(begun.RunId!);

        Assert.Equal(["build", "test"], run.Nodes.Select(node => node.Path));
        var cancelled = await PostAsync(ApiRoutes.CancelTask, task.Id);
        Assert.Equal(task.Id, cancelled.Id);
        await Admin.WaitForEndAsync(run.Summary.Id);
        Assert.Equal(RunStatus.Cancelled, (await ReadAsync(task.Id)).Status);
    }

    [Fact]
    public async Task Tasks_are_listed_by_status_and_type_and_by_their_last_change()
    {
        var older = await CreateAsync("""{ "title": "Older", "type": "refactor" }""", start: false);
        var newer = await CreateAsync("""{ "title": "Newer", "type": "refactor" }""", start: false);
        await UpgradeAsync(older.Id, """{ "title": "Changed", "type": "refactor" }""", "It grew.");

        var address = $"{ApiRoutes.Tasks}?type=refactor&status=pending&limit=1";
        var first = await Admin.GetAsync($"{address}&sort=updated", s_json.ListPageTaskDetail);
        var next = await Admin.GetAsync(
            $"{address}&sort=updated&cursor={first.NextCursor}", s_json.ListPageTaskDetail);
        var created = await Admin.GetAsync(address, s_json.ListPageTaskDetail);

        Assert.Equal(older.Id, Assert.Single(first.Items).Id);
        Assert.Equal(newer.Id, Assert.Single(next.Items).Id);
        Assert.Equal(newer.Id, Assert.Single(created.Items).Id);
    }

    [Fact]
    public async Task Versions_are_listed_compared_and_restored()
    {
        var task = await CreateAsync("""{ "title": "One", "type": "testing" }""", start: false);
        await UpgradeAsync(task.Id, """{ "title": "Two", "type": "testing", "priority": "high" }""", "More urgent.");

        var versions = await Admin.GetAsync(
            Requests.Route(ApiRoutes.TaskVersions, task.Id), s_json.ListPageTaskVersionDetail);
        Assert.Equal([2, 1], versions.Items.Select(version => version.Version));
        Assert.Equal("More urgent.", versions.Items[0].Reason);

        var comparison = await Admin.GetAsync(
            Requests.Route(ApiRoutes.CompareTask, task.Id), s_json.TaskComparison);
        Assert.Equal(["priority", "title"], comparison.Changes.Select(change => change.Field).Order());

        using var restored = await Admin.PostAsync(
            Requests.Route(ApiRoutes.RestoreTask, task.Id), """{ "version": 1, "reason": "It was better." }""");
        var now = await restored.ReadAsync(s_json.TaskDetail);
        Assert.Equal((3, "One"), (now.Version, now.Task.Title));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        using var response = await Admin.PostAsync(
            ApiRoutes.Tasks, """{ "title": " ", "type": "custom", "base": "main" }""");
        var problem = await response.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["/base", "/template", "/title"], problem.Errors!.Keys.Order());
    }

    [Fact]
    public async Task Relations_give_the_order()
    {
        var first = await CreateAsync("""{ "title": "First", "type": "testing" }""", start: false);
        var second = await CreateAsync("""{ "title": "Second", "type": "testing" }""", start: false);
        using var related = await Admin.PostAsync(
            Requests.Route(ApiRoutes.TaskRelations, first.Id),
            new TaskRelation(TaskRelationKind.Blocks, second.Id),
            s_json.TaskRelation);
        Assert.Equal(HttpStatusCode.OK, related.StatusCode);

        using var response = await Admin.PostAsync(
            ApiRoutes.TaskOrder, new TaskOrderRequest([second.Id, first.Id]), s_json.TaskOrderRequest);
        var order = await response.ReadAsync(s_json.TaskOrderResponse);

        Assert.Equal([first.Id, second.Id], order.Waves.Select(wave => Assert.Single(wave)));
        using var gone = await Admin.DeleteAsync(new Uri(
            $"api/v1/tasks/{second.Id}/relations/depends_on/{first.Id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
    }

    [Fact]
    public async Task Templates_are_listed_and_those_of_Swarm_stay()
    {
        await SaveTemplateAsync();
        var all = await Admin.GetAsync(ApiRoutes.TaskTemplates, s_json.ListPageTaskTemplateSummary);
        Assert.Contains(all.Items, template => template is { Name: "bug_fix", BuiltIn: true });
        Assert.Contains(all.Items, template => template is { Name: "mine", BuiltIn: false });

        using var kept = await Admin.DeleteAsync(new Uri("api/v1/task-templates/bug_fix", UriKind.Relative));
        await kept.ReadProblemAsync(HttpStatusCode.Conflict);
        using var wrong = await PutTemplateAsync("mine", "version: 1");
        var problem = await wrong.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.NotEmpty(problem.WorkflowErrors!);
    }

    private async Task SaveTemplateAsync()
    {
        using var response = await PutTemplateAsync("mine", Template);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<HttpResponseMessage> PutTemplateAsync(string name, string source) => Admin.PutAsync(
        new Uri($"api/v1/task-templates/{name}", UriKind.Relative), new StringContent(source));

    private async Task<TaskDetail> CreateAsync(string body, bool start = true)
    {
        var address = start ? ApiRoutes.Tasks : $"{ApiRoutes.Tasks}?start=false";
        using var response = await Admin.PostAsync(address, body);
        return await response.ReadAsync(s_json.TaskDetail);
    }

    private async Task UpgradeAsync(string id, string task, string reason)
    {
        var body = $$"""{ "task": {{task}}, "reason": {{JsonSerializer.Serialize(reason)}} }""";
        using var response = await Admin.PutAsync(
            new Uri(Requests.Route(ApiRoutes.Task, id), UriKind.Relative),
            new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        await response.ReadAsync(s_json.TaskDetail);
    }

    private async Task<TaskDetail> PostAsync(string route, string id)
    {
        using var response = await Admin.PostAsync(Requests.Route(route, id), "");
        return await response.ReadAsync(s_json.TaskDetail);
    }

    private Task<TaskDetail> ReadAsync(string id) =>
        Admin.GetAsync(Requests.Route(ApiRoutes.Task, id), s_json.TaskDetail);
}
