using Microsoft.AspNetCore.Http;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Tools.Models;

/// <summary>Ollama as it answers.</summary>
public sealed class OllamaTests : IAsyncLifetime
{
    private static readonly string Last = Samples.Read("ollama-last").TrimEnd();

    private readonly ToolBench bench = new();
    private FakeModelServer server = null!;

    public async ValueTask InitializeAsync() => server = await FakeModelServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        bench.Dispose();
    }

    [Fact]
    public async Task Its_pieces_are_one_answer_and_its_last_line_the_usage()
    {
        server.Answer("/api/chat", 200, Piece("He"), Piece("llo 漢")[..^30], Piece("llo 漢")[^30..], Last + "\n");

        var run = await bench.RunAsync(Ollama(), new AiWork { Prompt = "Hi.", Instructions = "Be kind.", Model = "m" });

        Assert.Equal((WorkItemOutcome.Completed, "Hello 漢"), (run.Result.Outcome, run.Answer));
        Assert.Equal(
            new ToolUsage { InputTokens = 26, OutputTokens = 282, Turns = 1, Model = "m" }, run.Result.Usage);
        var body = server.BodyOf("/api/chat");
        Assert.Equal(65_536, body.GetProperty("options").GetProperty("num_ctx").GetInt32());
        Assert.Equal("Be kind.", body.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal("Hi.", body.GetProperty("messages")[1].GetProperty("content").GetString());
    }

    [Fact]
    public async Task An_error_in_the_middle_of_an_answer_is_a_failure_though_the_status_was_200()
    {
        server.Answer("/api/chat", 200, Piece("He"), """{"error":"out of memory"}""" + "\n");

        var run = await bench.RunAsync(Ollama());

        Assert.Equal((WorkItemOutcome.Failed, "out of memory"), (run.Result.Outcome, run.Result.Reason));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_a_failure()
    {
        server.Answer("/api/chat", 200, Piece("He"), """{"model":"m","mess""");

        Assert.Equal("The answer broke off before its end.", (await bench.RunAsync(Ollama())).Result.Reason);
    }

    [Fact]
    public async Task An_answer_cut_at_the_limit_of_tokens_is_a_failure_that_is_not_tried_again()
    {
        server.Answer("/api/chat", 200, Piece("He"), Last.Replace("\"stop\"", "\"length\"", StringComparison.Ordinal));

        var run = await bench.RunAsync(Ollama());

        Assert.Equal((WorkItemOutcome.Failed, false), (run.Result.Outcome, run.Result.Retryable));
    }

    [Fact]
    public async Task A_full_queue_parks_the_tool_and_a_missing_model_sends_the_work_elsewhere()
    {
        server.Answer("/api/chat", 503, "busy");
        var full = await bench.RunAsync(Ollama());
        server.Answer("/api/chat", 404, """{"error":"model 'x' not found"}""");
        var missing = await bench.RunAsync(Ollama());

        Assert.Equal((WorkItemOutcome.Refused, true), (full.Result.Outcome, full.Result.RefusedUntil is not null));
        Assert.Equal(TimeSpan.FromSeconds(30), full.Result.Trouble!.Pause);
        Assert.Equal((WorkItemOutcome.Refused, null), (missing.Result.Outcome, missing.Result.RefusedUntil));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure_that_is_tried_again()
    {
        await server.DisposeAsync();

        var run = await bench.RunAsync(Ollama());

        Assert.Equal((WorkItemOutcome.Failed, true), (run.Result.Outcome, run.Result.Retryable));
    }

    [Fact]
    public async Task An_answer_that_hangs_is_ended_after_its_idle_time_and_a_cancel_ends_it_at_once()
    {
        server.Answer("/api/chat", async context =>
        {
            await context.Response.WriteAsync(Piece("He\\n"));
            var gone = new TaskCompletionSource();
            await using var _ = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });

        var silent = await bench.RunAsync(Ollama("idle-timeout: PT1S"));
        using var run = bench.Start(Ollama(), new AiWork { Prompt = "Hi." });
        await run.WhenToldAsync();
        run.Claim.End(EndReason.Cancelled);

        Assert.Equal(WorkItemOutcome.Failed, silent.Result.Outcome);
        Assert.Equal(WorkItemOutcome.Cancelled, (await run.Result.WaitAsync(TimeSpan.FromSeconds(60))).Outcome);
    }

    [Fact]
    public async Task Its_health_tells_version_and_models()
    {
        server.Answer("/api/version", 200, """{"version":"0.30.1"}""");
        server.Answer("/api/tags", 200, """{"models":[{"name":"llama:8b"},{"name":"qwen:32b"}]}""");

        var health = await Ollama().CheckAsync(CancellationToken.None);

        Assert.Equal((true, null, "0.30.1"), (health.IsPresent, health.Reason, health.Version));
        Assert.Equal(["llama:8b", "qwen:32b"], health.Models);
    }

    private static string Piece(string text) =>
        $$"""{"model":"m","created_at":"t","message":{"role":"assistant","content":"{{text}}"},"done":false}""" + "\n";

    private ITool Ollama(string more = "model: m") =>
        bench.Tool("ollama", $"ollama: {{ url: '{server.Url}', {more} }}");
}
