using System.Globalization;
using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Tools.Models;

/// <summary>An endpoint that speaks as OpenAI's does.</summary>
public sealed class OpenAiTests : IAsyncLifetime
{
    private const string Path = "/v1/chat/completions";

    private static readonly string Usage = "data: " + Samples.Read("openai-usage");

    private readonly ToolBench bench = new();
    private readonly string keyVariable = $"TEST_KEY_{Guid.NewGuid():N}";
    private FakeModelServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeModelServer.StartAsync();
        Environment.SetEnvironmentVariable(keyVariable, "sk-secret");
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        bench.Dispose();
    }

    [Fact]
    public async Task Its_events_are_one_answer_with_its_usage()
    {
        string[] events = [Event("Hel"), Event("lo"), Event(null, "stop"), Usage + "\n", "data: [DONE]\n\n"];
        server.Answer(Path, 200, [": keep-alive\n\n", .. events]);

        var run = await bench.RunAsync(Tool(), new AiWork { Prompt = "Hi.", OutputSchema = """{"type":"object"}""" });

        Assert.Equal((WorkItemOutcome.Completed, "Hello"), (run.Result.Outcome, run.Answer));
        Assert.Equal(
            new ToolUsage { InputTokens = 7, CachedInputTokens = 3, OutputTokens = 2, Turns = 1, Model = "m-1" },
            run.Result.Usage);
        var asked = server.Asked.Seen.Single();
        Assert.Equal("Bearer sk-secret", asked.Key);
        Assert.True(server.BodyOf(Path).GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal("json_schema", server.BodyOf(Path).GetProperty("response_format").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("length")]
    [InlineData("content_filter")]
    public async Task An_answer_that_is_not_whole_is_a_failure(string reason)
    {
        server.Answer(Path, 200, Event("Hel"), Event(null, reason), "data: [DONE]\n\n");

        var run = await bench.RunAsync(Tool());

        Assert.Equal((WorkItemOutcome.Failed, false), (run.Result.Outcome, run.Result.Retryable));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_or_tells_an_error_is_a_failure()
    {
        server.Answer(Path, 200, Event("Hel"));
        var broken = await bench.RunAsync(Tool());
        server.Answer(Path, 200, Event("Hel"), """data: {"error":{"message":"overloaded"}}""" + "\n\n");
        var told = await bench.RunAsync(Tool());

        Assert.Equal("The answer broke off before its end.", broken.Result.Reason);
        Assert.Equal("overloaded", told.Result.Reason);
    }

    [Fact]
    public async Task A_used_up_quota_parks_the_tool_for_as_long_as_the_server_says()
    {
        server.Answer(Path, context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = 90.ToString(CultureInfo.InvariantCulture);
            return context.Response.WriteAsync("slow down");
        });

        var run = await bench.RunAsync(Tool());

        Assert.Equal(WorkItemOutcome.Refused, run.Result.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(90), run.Result.Trouble!.Pause);
    }

    [Fact]
    public async Task A_refused_key_sends_the_work_elsewhere()
    {
        server.Answer(Path, 401, "bad key");

        var run = await bench.RunAsync(Tool());

        Assert.Equal((WorkItemOutcome.Refused, true), (run.Result.Outcome, run.Result.Trouble is not null));
    }

    [Fact]
    public async Task Its_health_tells_its_models_and_a_missing_key_is_a_mistake()
    {
        server.Answer("/v1/models", 200, """{"object":"list","data":[{"id":"m-1"},{"id":"m-2"}]}""");

        var health = await Tool().CheckAsync(CancellationToken.None);
        Environment.SetEnvironmentVariable(keyVariable, null);

        Assert.Equal(["m-1", "m-2"], health.Models);
        Assert.Contains(keyVariable, Tool().FindMistake(), StringComparison.Ordinal);
    }

    private static string Event(string? text, string? finish = null)
    {
        var delta = text is null ? "{}" : $$"""{"content":"{{text}}"}""";
        var reason = finish is null ? "null" : $"\"{finish}\"";
        var choice = $$"""{"index":0,"delta":{{delta}},"finish_reason":{{reason}}}""";
        return $$"""data: {"model":"m-1","choices":[{{choice}}]}""" + "\n\n";
    }

    private ITool Tool() => bench.Tool(
        "lab", $"lab: {{ type: openai, url: '{server.Url}', key-variable: {keyVariable}, model: m-1 }}");
}
