using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Tools.Prompts;

/// <summary>Codex CLI as it prints.</summary>
public sealed class CodexTests : IDisposable
{
    private static readonly string Good = Samples.Read("codex");

    private readonly ToolBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_good_run_gives_answer_log_and_usage()
    {
        var run = await bench.RunAsync(Codex(bench.Program(Good)));

        Assert.Equal((WorkItemOutcome.Completed, "Done."), (run.Result.Outcome, run.Answer));
        Assert.Equal(["$ bash -lc ls", "update a", "error: Reconnecting... 1/5"], run.Texts("tool"));
        Assert.Equal(
            new ToolUsage
            {
                InputTokens = 100,
                CachedInputTokens = 40,
                OutputTokens = 9,
                Turns = 1,
                Session = "0199-abc",
            },
            run.Result.Usage);
    }

    [Fact]
    public async Task It_is_called_with_its_sandbox_its_folder_and_the_prompt_on_standard_input()
    {
        var tool = Codex(bench.Program(Good));
        var work = new AiWork { Prompt = "resume --last", Session = "dev", OutputSchema = """{"type":"object"}""" };

        await bench.RunAsync(tool, work);
        var first = bench.Arguments;
        await bench.RunAsync(tool, work, node: "again");

        Assert.Equal(["exec", "--json", "--sandbox=workspace-write", "-C"], first[..4]);
        Assert.EndsWith("/tree", first[4]);
        Assert.Equal("-", first[^1]);
        Assert.Equal(["resume", "0199-abc", "-"], bench.Arguments[^3..]);
        Assert.Equal("resume --last", bench.Input);
        const string flag = "--output-schema=";
        var schema = first.Single(argument => argument.StartsWith(flag, StringComparison.Ordinal));
        Assert.Equal("""{"type":"object"}""", File.ReadAllText(schema[flag.Length..]));
    }

    [Fact]
    public async Task A_failed_turn_is_a_failure_that_tells_why()
    {
        const string failed = """
            {"type":"thread.started","thread_id":"0199-abc"}
            {"type":"error","message":"stream disconnected"}
            {"type":"turn.failed","error":{"message":"stream disconnected before completion"}}
            """;

        var run = await bench.RunAsync(Codex(bench.Program(failed, "exit 1")));

        Assert.Equal(
            (WorkItemOutcome.Failed, "stream disconnected before completion"), (run.Result.Outcome, run.Result.Reason));
    }

    [Fact]
    public async Task An_interrupt_ends_it_without_a_last_line_and_is_a_cancel()
    {
        var program = bench.Program(Good.Split("{\"type\":\"turn.completed\"")[0], "exec sleep 600");
        using var run = bench.Start(Codex(program), new AiWork { Prompt = "Do it." });
        await run.WhenToldAsync();

        run.Claim.End(EndReason.Cancelled);

        Assert.Equal(WorkItemOutcome.Cancelled, (await run.Result.WaitAsync(TimeSpan.FromSeconds(60))).Outcome);
    }

    [Fact]
    public async Task A_network_that_is_retried_without_end_is_ended_by_the_time_limit()
    {
        const string line = """{"type":"error","message":"Reconnecting"}""";
        var program = bench.Script($"while :; do echo '{line}'; sleep 0.1; done");

        var run = await bench.RunAsync(Codex(program), new AiWork { Prompt = "Do it." }, TimeSpan.FromSeconds(2));

        Assert.Equal(WorkItemOutcome.TimedOut, run.Result.Outcome);
    }

    [Fact]
    public async Task It_sees_its_own_variables_and_no_others()
    {
        var name = $"CODEX_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "mine");
        Environment.SetEnvironmentVariable("ANTHROPIC_TEST_ONLY", "not mine");

        await bench.RunAsync(Codex(bench.Program(Good)));

        var seen = File.ReadAllLines(bench.At("environment"));
        Assert.Contains($"{name}=mine", seen);
        Assert.DoesNotContain(seen, line => line.StartsWith("ANTHROPIC_", StringComparison.Ordinal));
    }

    private ITool Codex(string program) => bench.Tool("codex", $"codex: {{ program: {program} }}");
}
