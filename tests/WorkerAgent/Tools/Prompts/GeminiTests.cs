using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;

namespace Swarm.Tests.WorkerAgent.Tools.Prompts;

/// <summary>Gemini CLI 0.56 as it prints.</summary>
public sealed class GeminiTests : IDisposable
{
    private const string Start = """
        {"type":"init","timestamp":"2026-01-01T00:00:00.000Z","session_id":"s1","model":"gemini-x"}
        {"type":"message","timestamp":"t","role":"user","content":"prompt"}
        {"type":"message","timestamp":"t","role":"assistant","content":"I look.","delta":true}
        {"type":"tool_use","timestamp":"t","tool_name":"read_file","tool_id":"t1","parameters":{"file_path":"a"}}
        {"type":"tool_result","timestamp":"t","tool_id":"t1","status":"success","output":"x"}

        """;

    private const string Answer = """
        {"type":"message","timestamp":"t","role":"assistant","content":"All is ","delta":true}
        {"type":"message","timestamp":"t","role":"assistant","content":"well.","delta":true}

        """;

    private static readonly string Success = Samples.Read("gemini-result");

    private readonly ToolBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task The_last_message_is_the_answer_and_the_stats_are_the_usage()
    {
        var run = await RunAsync(Start + Answer + Success);

        Assert.Equal((WorkItemOutcome.Completed, "All is well."), (run.Result.Outcome, run.Answer));
        Assert.Equal(["I look.", "All is well."], run.Texts("stdout"));
        Assert.Equal(
            new ToolUsage
            {
                InputTokens = 6,
                CachedInputTokens = 1,
                OutputTokens = 3,
                Model = "gemini-x",
                Session = "s1",
            },
            run.Result.Usage);
    }

    [Fact]
    public async Task The_prompt_comes_on_standard_input()
    {
        await bench.RunAsync(Gemini(bench.Program(Start + Answer + Success)), "--yolo");

        Assert.Equal("--yolo", bench.Input);
        Assert.Contains("--approval-mode=auto_edit", bench.Arguments);
        Assert.DoesNotContain("--yolo", bench.Arguments);
    }

    [Fact]
    public async Task An_error_before_a_success_is_a_failure_and_a_warning_is_none()
    {
        const string warning = """{"type":"error","timestamp":"t","severity":"warning","message":"Loop detected"}""";
        var error = warning.Replace("warning", "error", StringComparison.Ordinal);

        var warned = await RunAsync(Start + Answer + warning + "\n" + Success);
        var failed = await RunAsync(Start + Answer + error + "\n" + Success);

        Assert.Equal(WorkItemOutcome.Completed, warned.Result.Outcome);
        Assert.Equal((WorkItemOutcome.Failed, "Loop detected"), (failed.Result.Outcome, failed.Result.Reason));
    }

    [Fact]
    public async Task A_success_without_any_answer_is_a_failure()
    {
        var run = await RunAsync(
            """{"type":"init","session_id":"s1","model":"m"}""" + "\n" + Success);

        Assert.Equal("It answered nothing.", run.Result.Reason);
    }

    [Fact]
    public async Task An_error_result_tells_its_type_and_message()
    {
        const string error = """{"type":"FatalTurnLimitedError","message":"too many"}""";
        const string line = $$"""{"type":"result","status":"error","error":{{error}} }""";

        var run = await RunAsync(Start + line, "exit 53");

        Assert.Equal((WorkItemOutcome.Failed, false), (run.Result.Outcome, run.Result.Retryable));
        Assert.Equal("It reached its limit of turns. FatalTurnLimitedError: too many", run.Result.Reason);
    }

    [Theory]
    [InlineData(41, WorkItemOutcome.Refused)]
    [InlineData(42, WorkItemOutcome.Failed)]
    [InlineData(44, WorkItemOutcome.Refused)]
    [InlineData(52, WorkItemOutcome.Refused)]
    [InlineData(54, WorkItemOutcome.Failed)]
    [InlineData(55, WorkItemOutcome.Refused)]
    [InlineData(130, WorkItemOutcome.Failed)]
    [InlineData(1, WorkItemOutcome.Failed)]
    public async Task Its_exit_codes_tell_whether_the_machine_or_the_work_is_at_fault(int code, WorkItemOutcome outcome)
    {
        var run = await RunAsync("", $"echo '[ERROR] no' >&2; exit {code}");

        Assert.Equal(outcome, run.Result.Outcome);
        Assert.Contains("[ERROR] no", run.Result.Reason, StringComparison.Ordinal);
        Assert.Equal(outcome == WorkItemOutcome.Refused, run.Result.Trouble is not null);
    }

    [Fact]
    public async Task A_limit_that_it_does_not_know_is_refused_and_not_left_out()
    {
        var tool = Gemini(bench.Program(Start + Answer + Success));

        var run = await bench.RunAsync(tool, new AiWork { Prompt = "Do it.", MaxTurns = 3 });

        Assert.Equal((WorkItemOutcome.Failed, false), (run.Result.Outcome, run.Result.Retryable));
        Assert.Equal("'gemini' cannot be limited to a number of turns.", run.Result.Reason);
        Assert.False(File.Exists(bench.At("arguments")));
    }

    private Task<ToolRun> RunAsync(string output, string then = "exit 0") =>
        bench.RunAsync(Gemini(bench.Program(output, then)));

    private Swarm.WorkerAgent.Tools.ITool Gemini(string program) =>
        bench.Tool("gemini", $"gemini: {{ program: {program} }}");
}
