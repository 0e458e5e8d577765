using System.Text.Json;
using Swarm.Contracts.Clarifications;
using Swarm.Contracts.Json;
using Swarm.Contracts.Paging;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Clarifications;

public sealed class QuestionsCommandTests : IAsyncLifetime
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;

    private static readonly Clarification Asked = new()
    {
        Id = "r1~1~build~1~1~q1",
        Status = ClarificationStatus.Open,
        RunId = "r1",
        WorkItemId = "r1~1~build~1~1",
        Node = "build",
        Iteration = 1,
        Tool = "claude-code",
        WorkerId = "w1",
        Question = "Which database?",
        Options = ["SQLite", "Postgres"],
        Assumption = "Take SQLite.",
        AskedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(1),
    };

    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync()
    {
        var page = JsonSerializer.Serialize(new ListPage<Clarification>([Asked], null), Json.ListPageClarification);
        server.Answers["GET api/v1/questions"] = page;
        server.Answers["GET api/v1/questions/r1~1~build~1~1~q1"] = JsonSerializer.Serialize(Asked, Json.Clarification);
        server.Answers["POST api/v1/questions/r1~1~build~1~1~q1/answer"] = JsonSerializer.Serialize(
            Asked with
            {
                Status = ClarificationStatus.Answered,
                Answer = "Take Postgres",
                AnsweredBy = "admin",
                ClosedAt = DateTimeOffset.UnixEpoch.AddHours(1),
            },
            Json.Clarification);
        await server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("api/v1/questions?limit=50&open=true", "questions")]
    [InlineData("api/v1/questions?limit=50&open=true", "questions", "list")]
    [InlineData("api/v1/questions?limit=50&runId=r1", "questions", "list", "--all", "--run", "r1")]
    public async Task Questions_are_listed(string target, params string[] arguments)
    {
        var exitCode = await cli.InvokeAsync([.. arguments, "--url", Url]);

        Assert.Equal(0, exitCode);
        Assert.Equal(target, Assert.Single(server.Requests).Target);
        Assert.Contains("build", cli.Output);
        Assert.Contains("open", cli.Output);
    }

    [Fact]
    public async Task One_is_shown_with_its_options_and_how_to_answer_it()
    {
        Assert.Equal(0, await cli.InvokeAsync("questions", "show", Asked.Id, "--url", Url));

        Assert.Contains("- Postgres", cli.Output);
        Assert.Contains("If nobody answers: Take SQLite.", cli.Output);
        Assert.Contains($"swarm answer {Asked.Id}", cli.Output);
    }

    [Fact]
    public async Task One_is_answered_with_the_words_as_they_stand()
    {
        Assert.Equal(0, await cli.InvokeAsync("answer", Asked.Id, "Take", "Postgres", "--url", Url));

        var (method, target, _, body) = Assert.Single(server.Requests);
        Assert.Equal(("POST", $"api/v1/questions/{Asked.Id}/answer"), (method, target));
        Assert.Equal(
            "Take Postgres", JsonSerializer.Deserialize(body, Json.AnswerClarificationRequest)!.Answer);
        Assert.Contains("Answered by admin", cli.Output);
    }

    [Fact]
    public async Task An_answer_without_words_is_refused()
    {
        Assert.NotEqual(0, await cli.InvokeAsync("answer", Asked.Id, "--url", Url));

        Assert.Empty(server.Requests);
    }
}
