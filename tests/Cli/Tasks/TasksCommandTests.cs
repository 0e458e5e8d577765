using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Tasks;

public sealed class TasksCommandTests : IAsyncLifetime
{
    private const string Id = "01k0task";

    private static readonly TaskDetail s_task = new()
    {
        Id = Id,
        Task = new TaskSpec { Title = "Mend [it]", Type = TaskType.BugFix },
        Version = 2,
        Status = RunStatus.Pending,
        Progress = 0,
        WaitsFor = ["01k0other"],
        Revision = 3,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        var one = JsonSerializer.Serialize(s_task, SwarmJsonContext.Default.TaskDetail);
        server.Answers["GET api/v1/tasks"] = $$"""{ "items": [{{one}}] }""";
        server.Answers["POST api/v1/tasks"] = one;
        server.Answers[$"GET api/v1/tasks/{Id}"] = one;
        server.Answers[$"POST api/v1/tasks/{Id}/cancel"] = one;
        server.Answers[$"GET api/v1/tasks/{Id}/subtasks"] = """
            { "items": [{ "id": "fix", "title": "Mend it", "complexity": 3, "tool": "ollama", "status": "skipped" }] }
            """;
        server.Answers[$"POST api/v1/tasks/{Id}/relations"] = """
            { "items": [{ "kind": "depends_on", "taskId": "01k0other" }] }
            """;
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Tasks_are_listed_with_filters()
    {
        Assert.Equal(0, await cli.InvokeAsync("tasks", "--status", "pending", "--type", "bug_fix", "--url", Url));

        Assert.Contains("Mend [it]", cli.Output);
        Assert.Contains("bug_fix", cli.Output);
        Assert.Equal("api/v1/tasks?limit=20&status=pending&type=bug_fix", Assert.Single(server.Requests).Target);
    }

    [Fact]
    public async Task A_task_is_shown_with_its_subtasks_and_what_it_waits_for()
    {
        Assert.Equal(0, await cli.InvokeAsync("tasks", "show", Id, "--url", Url));

        Assert.Contains("version 2", cli.Output);
        Assert.Contains("waits for 01k0other", cli.Output);
        Assert.Contains("fix: Mend it (ollama, complexity 3)", cli.Output);
    }

    [Fact]
    public async Task A_task_is_made_as_the_options_say()
    {
        var exitCode = await cli.InvokeAsync(
            "tasks", "create", "Mend it", "--type", "bug_fix", "--priority", "high", "--tool", "ollama",
            "--tool", "codex", "--sensitive", "--permission", "supervised", "--checkpoints", "high",
            "--director-run", "sh", "--director-run", "plan.sh", "--repository", "/srv/code", "--no-start",
            "--url", Url);

        Assert.Equal(0, exitCode);
        Assert.Equal($"{Id}\n", cli.Output);
        var request = server.Requests.Last();
        Assert.Equal("api/v1/tasks?start=false", request.Target);
        var sent = JsonSerializer.Deserialize(request.Body, SwarmJsonContext.Default.TaskSpec)!;
        Assert.Equal(TaskType.BugFix, sent.Type);
        Assert.Equal(TaskPriority.High, sent.Priority);
        Assert.Equal(["ollama", "codex"], sent.Tools);
        Assert.True(sent.Sensitive);
        Assert.Equal(PermissionLevel.Supervised, sent.Permission);
        Assert.Equal(CheckpointFrequency.High, sent.Checkpoints);
        Assert.Equal(["sh", "plan.sh"], sent.Director!.Run);
    }

    [Fact]
    public async Task A_template_of_ones_own_makes_a_custom_task()
    {
        Assert.Equal(0, await cli.InvokeAsync("tasks", "create", "Mend it", "--template", "mine", "--url", Url));

        var sent = JsonSerializer.Deserialize(server.Requests.Last().Body, SwarmJsonContext.Default.TaskSpec)!;
        Assert.Equal((TaskType.Custom, "mine"), (sent.Type, sent.Template));
        Assert.Equal(PermissionLevel.Autonomous, sent.Permission);
        Assert.Null(sent.Director);
    }

    [Fact]
    public async Task A_task_tells_who_broke_it_down_and_why()
    {
        var told = s_task with
        {
            Task = s_task.Task with { Director = new TaskDirector() },
            Decomposition = new TaskDecomposition(Decomposer.Template, "The director failed."),
        };
        server.Answers[$"GET api/v1/tasks/{Id}"] =
            JsonSerializer.Serialize(told, SwarmJsonContext.Default.TaskDetail);

        Assert.Equal(0, await cli.InvokeAsync("tasks", "show", Id, "--url", Url));

        Assert.Contains("broken down by its template: The director failed.\n", cli.Output);
    }

    [Fact]
    public async Task A_template_is_stored_under_its_name()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("swarm-template-").FullName, "mine.yaml");
        await File.WriteAllTextAsync(file, "version: 1");
        server.Answers["PUT api/v1/task-templates/mine"] = """
            { "summary": { "name": "mine", "builtIn": false, "subtasks": [] }, "source": "" }
            """;

        Assert.Equal(0, await cli.InvokeAsync("tasks", "templates", "save", "mine", file, "--url", Url));

        var request = server.Requests.Last();
        Assert.Equal(("api/v1/task-templates/mine", "version: 1"), (request.Target, request.Body));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task A_task_is_related_and_cancelled()
    {
        Assert.Equal(0, await cli.InvokeAsync("tasks", "relate", Id, "depends_on", "01k0other", "--url", Url));
        Assert.Equal("depends_on 01k0other\n", cli.Output);
        Assert.Equal(0, await cli.InvokeAsync("tasks", "cancel", Id, "--url", Url));
        Assert.Equal(2, await cli.InvokeAsync("tasks", "relate", Id, "likes", "01k0other", "--url", Url));
    }
}
