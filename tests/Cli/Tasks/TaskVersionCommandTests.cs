using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Tasks;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Tasks;

public sealed class TaskVersionCommandTests : IAsyncLifetime
{
    private const string Id = "01k0task";

    private static readonly TaskSpec s_spec = new()
    {
        Title = "Mend it",
        Description = "All of it.",
        Type = TaskType.BugFix,
        Tools = ["ollama"],
    };

    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        var task = JsonSerializer.Serialize(
            new TaskDetail
            {
                Id = Id,
                Task = s_spec,
                Version = 3,
                Status = RunStatus.Pending,
                Progress = 0,
                Revision = 3,
                CreatedAt = DateTimeOffset.UnixEpoch,
                UpdatedAt = DateTimeOffset.UnixEpoch,
            },
            SwarmJsonContext.Default.TaskDetail);
        var spec = JsonSerializer.Serialize(s_spec, SwarmJsonContext.Default.TaskSpec);
        server.Answers[$"GET api/v1/tasks/{Id}"] = task;
        server.Answers[$"PUT api/v1/tasks/{Id}"] = task;
        server.Answers[$"POST api/v1/tasks/{Id}/restore"] = task;
        server.Answers[$"GET api/v1/tasks/{Id}/versions"] = $$"""
            { "items": [{ "version": 2, "task": {{spec}}, "reason": "Clearer.", "at": "2026-01-02T03:04:05Z" }] }
            """;
        server.Answers[$"GET api/v1/tasks/{Id}/compare"] = """
            { "from": 1, "to": 2, "changes": [{ "field": "title", "before": "Mend", "after": "Mend it" }] }
            """;
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Versions_are_listed_with_their_reasons()
    {
        Assert.Equal(0, await cli.InvokeAsync("tasks", "versions", Id, "--url", Url));

        Assert.Contains("Mend it  (Clearer.)", cli.Output);
    }

    [Theory]
    [InlineData("?")]
    [InlineData("?from=1&to=2", "--from", "1", "--to", "2")]
    public async Task Versions_are_compared(string query, params string[] arguments)
    {
        Assert.Equal(0, await cli.InvokeAsync([.. new[] { "tasks", "compare", Id, "--url", Url }, .. arguments]));

        Assert.Equal($"api/v1/tasks/{Id}/compare{query}".TrimEnd('?'), server.Requests.First().Target.TrimEnd('?'));
        Assert.Contains("From version 1 to 2:", cli.Output);
        Assert.Contains("title: Mend -> Mend it", cli.Output);
    }

    [Fact]
    public async Task An_old_version_is_restored_for_a_reason()
    {
        Assert.Equal(0, await cli.InvokeAsync("tasks", "restore", Id, "1", "--reason", "It was right.", "--url", Url));

        var restore = JsonSerializer.Deserialize(server.Requests.First().Body!, SwarmJsonContext.Default.TaskRestore)!;
        Assert.Equal(new TaskRestore(1, "It was right."), restore);
    }

    [Fact]
    public async Task A_new_version_keeps_what_is_not_given()
    {
        Assert.Equal(0, await cli.InvokeAsync(
            "tasks", "upgrade", Id, "--title", "Mend all", "--priority", "high", "--reason", "More.", "--url", Url));

        var upgrade = JsonSerializer.Deserialize(server.Requests.Last().Body!, SwarmJsonContext.Default.TaskUpgrade)!;
        Assert.Equal("More.", upgrade.Reason);
        Assert.Equal(("Mend all", "All of it."), (upgrade.Task.Title, upgrade.Task.Description));
        Assert.Equal((TaskPriority.High, "ollama"), (upgrade.Task.Priority, upgrade.Task.Tools[0]));
    }

    [Fact]
    public async Task A_new_version_wants_a_reason()
    {
        Assert.Equal(2, await cli.InvokeAsync("tasks", "upgrade", Id, "--title", "x", "--url", Url));

        Assert.Empty(server.Requests);
    }
}
