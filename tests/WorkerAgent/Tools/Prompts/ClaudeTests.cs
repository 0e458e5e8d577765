using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.Shared;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Tools.Prompts;

/// <summary>Claude Code 2.1 as it prints, with each trap that is known of it.</summary>
public sealed class ClaudeTests : IDisposable
{
    private const string Session = "11111111-1111-4111-8111-111111111111";

    private static readonly string[] Lines = Samples.Lines("claude");
    private static readonly string Init = Lines[0];
    private static readonly string Assistant = Lines[1];
    private static readonly string ToolResult = Lines[2];
    private static readonly string Success = Lines[3];
    private static readonly string RateLimited = Lines[4];
    private static readonly string Rejected = Lines[5];

    private readonly ToolBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_good_run_gives_answer_log_and_usage()
    {
        var run = await RunAsync(Join(Init, Assistant, ToolResult, Success));

        Assert.Equal((WorkItemOutcome.Completed, 0, "Done."), (run.Result.Outcome, run.Result.ExitCode, run.Answer));
        Assert.Equal(["Looking."], run.Texts("stdout"));
        Assert.Equal(["""Read {"file_path":"/w/a.txt"}"""], run.Texts("tool"));
        Assert.Equal(
            new ToolUsage
            {
                InputTokens = 20,
                CachedInputTokens = 3,
                OutputTokens = 9,
                CostUsd = 0.012m,
                Turns = 2,
                Model = "claude-x",
                Session = Session,
            },
            run.Result.Usage);
    }

    /// <summary>
    /// The result line tells the whole; whoever is killed before it has told what its messages took. A message that
    /// comes in parts tells the same with each.
    /// </summary>
    [Fact]
    public async Task What_messages_took_is_known_while_it_works()
    {
        var fifo = bench.At("go");
        var second = Assistant.Replace("msg_1", "msg_2", StringComparison.Ordinal);
        using var started = bench.Start(
            Claude(bench.Program(
                Join(Init, Assistant, Assistant, second, ToolResult),
                $"mkfifo {fifo}; read x < {fifo}; exit 1")),
            new AiWork { Prompt = "Do it." });
        await FileSignal.WaitAsync(fifo, TimeSpan.FromSeconds(45));
        while (started.Claim.Used?.OutputTokens is not 8)
        {
            await started.WhenToldAsync();
        }

        Assert.Equal((20, "claude-x"), (started.Claim.Used!.InputTokens, started.Claim.Used.Model));
        await File.WriteAllTextAsync(fifo, "go\n", TestContext.Current.CancellationToken);
        var ended = await started.Result;
        Assert.Equal(WorkItemOutcome.Failed, ended.Outcome);
        Assert.Equal((20, 8), (ended.Usage!.InputTokens, ended.Usage.OutputTokens));
    }

    [Fact]
    public async Task Everything_from_the_work_item_stands_behind_a_flag_or_on_standard_input()
    {
        var tool = Claude(bench.Program(Join(Success)));
        var work = new AiWork
        {
            Prompt = "--dangerously-skip-permissions\nDo \"it\" $HOME.",
            Instructions = "You review.",
            Model = "--mcp-config=x",
            AllowedTools = ["Read", "Bash(git log *)"],
            MaxTurns = 7,
            CostLimitUsd = 1.5m,
            OutputSchema = """{"type":"object"}""",
        };

        await bench.RunAsync(tool, work);

        Assert.Equal(
            [
                "-p", "--output-format=stream-json", "--verbose", "--permission-mode=acceptEdits",
                "--allowedTools=Read,Bash(git log *)", "--max-turns=7", "--max-budget-usd=1.5",
                """--json-schema={"type":"object"}""", "--model=--mcp-config=x",
            ],
            bench.Arguments);
        Assert.Equal("You review.\n\n--dangerously-skip-permissions\nDo \"it\" $HOME.", bench.Input);
    }

    [Fact]
    public async Task A_success_that_is_an_error_is_a_failure_even_with_exit_code_zero()
    {
        const string line =
            """{"type":"result","subtype":"success","is_error":true,"result":"API Error: 500","session_id":"s"}""";

        var run = await RunAsync(Join(Init, line));

        Assert.Equal((WorkItemOutcome.Failed, "API Error: 500"), (run.Result.Outcome, run.Result.Reason));
    }

    [Theory]
    [InlineData("error_max_turns", false)]
    [InlineData("error_max_budget_usd", false)]
    [InlineData("error_during_execution", true)]
    [InlineData("error_max_structured_output_retries", true)]
    public async Task Every_error_subtype_is_a_failure_and_limits_are_not_tried_again(string subtype, bool retryable)
    {
        var line = $$"""{"type":"result","subtype":"{{subtype}}","is_error":true,"errors":["why"],"session_id":"s"}""";

        var run = await RunAsync(Join(Init, line), "exit 1");

        Assert.Equal((WorkItemOutcome.Failed, retryable), (run.Result.Outcome, run.Result.Retryable));
        Assert.Equal($"It ended with '{subtype}'. why", run.Result.Reason);
    }

    [Fact]
    public async Task An_empty_result_is_a_failure()
    {
        var run = await RunAsync(Join(Init, Success.Replace("\"Done.\"", "\" \"", StringComparison.Ordinal)));

        Assert.Equal((WorkItemOutcome.Failed, "It answered nothing."), (run.Result.Outcome, run.Result.Reason));
    }

    [Fact]
    public async Task A_good_result_with_a_bad_exit_code_is_a_failure()
    {
        var run = await RunAsync(Join(Init, Success), "exit 1");

        Assert.Equal((WorkItemOutcome.Failed, 1), (run.Result.Outcome, run.Result.ExitCode));
    }

    [Fact]
    public async Task No_result_line_is_a_failure_that_tells_the_last_error()
    {
        var run = await RunAsync(Join(Init, Assistant), "echo 'Error: socket hang up' >&2; exit 0");

        Assert.Equal(WorkItemOutcome.Failed, run.Result.Outcome);
        Assert.Equal("It ended with exit code 0 and told no result. Error: socket hang up", run.Result.Reason);
    }

    [Fact]
    public async Task A_structured_answer_is_the_answer()
    {
        var line = Success.Replace(
            "\"structured_output\":null", "\"structured_output\":{\"score\":4}", StringComparison.Ordinal);

        Assert.Equal("""{"score":4}""", (await RunAsync(Join(Init, line))).Answer);
    }

    [Fact]
    public async Task Unknown_lines_and_lines_that_are_no_JSON_do_no_harm()
    {
        var run = await RunAsync(Join(
            "npm warn something", Init, """{"type":"brand_new","x":1}""", "[1,2]", """{"type":"assi""", "", Success));

        Assert.Equal((WorkItemOutcome.Completed, "Done."), (run.Result.Outcome, run.Answer));
        Assert.Equal(
            ["npm warn something", "[1,2]", "[a line that is no whole JSON was skipped]"], run.Texts("stdout"));
    }

    [Fact]
    public async Task A_last_line_without_a_line_end_counts_and_one_that_is_cut_off_does_not()
    {
        var whole = await RunAsync(Init + "\n" + Success);
        var cut = await RunAsync(Init + "\n" + Success[..^20]);

        Assert.Equal(WorkItemOutcome.Completed, whole.Result.Outcome);
        Assert.Equal(WorkItemOutcome.Failed, cut.Result.Outcome);
    }

    [Fact]
    public async Task Characters_that_are_split_across_reads_stay_whole()
    {
        var line = Success.Replace("Done.", "Fertig: größer 漢字 😀", StringComparison.Ordinal);
        File.WriteAllText(bench.At("line"), line + "\n");
        var tool = Claude(bench.Script(
            $"i=0; n=$(wc -c < {bench.At("line")}); while [ $i -lt $n ]; do "
            + $"dd if={bench.At("line")} bs=1 skip=$i count=7 2>/dev/null; i=$((i+7)); done"));

        Assert.Equal("Fertig: größer 漢字 😀", (await bench.RunAsync(tool)).Answer);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_refuses_the_work_and_parks_the_tool_until_it_returns()
    {
        var run = await RunAsync(Join(Init, Rejected, RateLimited), "exit 1");

        var returns = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
        Assert.Equal((WorkItemOutcome.Refused, returns), (run.Result.Outcome, run.Result.RefusedUntil));
        Assert.Equal(returns, run.Result.Trouble!.Until);
    }

    [Fact]
    public async Task A_quota_whose_return_is_not_told_parks_the_tool_for_a_while()
    {
        var run = await RunAsync(Join(Init, RateLimited));

        Assert.Equal(WorkItemOutcome.Refused, run.Result.Outcome);
        Assert.Equal(TimeSpan.FromMinutes(5), run.Result.Trouble!.Pause);
    }

    [Fact]
    public async Task A_tool_that_nobody_signed_in_refuses_its_work()
    {
        var line = RateLimited
            .Replace("429", "401", StringComparison.Ordinal)
            .Replace("API Error: Rate limit reached", "Please run /login", StringComparison.Ordinal);

        var run = await RunAsync(Join(Init, line), "exit 1");

        Assert.Equal(WorkItemOutcome.Refused, run.Result.Outcome);
        Assert.Contains("/login", run.Result.Trouble!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_hangs_is_ended_after_its_idle_time()
    {
        var tool = Claude(bench.Program(Join(Init, Assistant), "sleep 600"), "idle-timeout: PT2S");

        var run = await bench.RunAsync(tool);

        Assert.Equal(WorkItemOutcome.Failed, run.Result.Outcome);
        Assert.Contains("printed nothing for too long", run.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_goes_on_after_its_result_is_ended_and_the_result_counts()
    {
        var clock = new ManualClock();
        using var slow = new ToolBench(clock);
        var program = slow.Program(Join(Init, Success), "exec sleep 600");
        var tool = slow.Tool("claude-code", $"claude-code: {{ program: {program} }}");
        using var run = slow.Start(tool, new AiWork { Prompt = "Do it." });

        await clock.TimerDueInAsync(TimeSpan.FromSeconds(10));
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(WorkItemOutcome.Completed, (await run.Result.WaitAsync(TimeSpan.FromSeconds(60))).Outcome);
        Assert.Equal("Done.", run.Output.Stdout);
    }

    [Fact]
    public async Task A_named_conversation_goes_on_where_this_machine_holds_it()
    {
        var tool = Claude(bench.Program(Join(Init, Success)));
        var work = new AiWork { Prompt = "Do it.", Session = "dev" };

        var first = await bench.RunAsync(tool, work);
        var second = await bench.RunAsync(tool, work, node: "again");

        Assert.Contains($"--resume={Session}", bench.Arguments);
        Assert.Equal((false, true), (first.Result.Usage!.Resumed, second.Result.Usage!.Resumed));
    }

    [Fact]
    public async Task A_conversation_that_the_tool_has_lost_is_not_resumed_twice()
    {
        var work = new AiWork { Prompt = "Do it.", Session = "dev" };
        await bench.RunAsync(Claude(bench.Program(Join(Init, Success))), work);

        await bench.RunAsync(Claude(bench.Script("echo 'No conversation found' >&2; exit 1")), work, node: "lost");
        await bench.RunAsync(Claude(bench.Program(Join(Init, Success))), work, node: "anew");

        Assert.DoesNotContain($"--resume={Session}", bench.Arguments);
    }

    [Fact]
    public async Task A_deferred_question_is_a_failure_that_names_it()
    {
        const string deferred = """
            "deferred_tool_use":{"id":"t","name":"Bash","input":{}},"uuid"
            """;
        var line = Success.Replace("\"uuid\"", deferred, StringComparison.Ordinal);

        var run = await RunAsync(Join(Init, line));

        Assert.Equal((WorkItemOutcome.Failed, false), (run.Result.Outcome, run.Result.Retryable));
        Assert.Contains("'Bash'", run.Result.Reason, StringComparison.Ordinal);
    }

    private static string Join(params string[] lines) => string.Join('\n', lines) + "\n";

    private Task<ToolRun> RunAsync(string output, string then = "exit 0") =>
        bench.RunAsync(Claude(bench.Program(output, then)));

    private ITool Claude(string program, string more = "") =>
        bench.Tool("claude-code", $"claude-code: {{ program: {program}{(more.Length > 0 ? ", " + more : "")} }}");
}
