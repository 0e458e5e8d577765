using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Tools;

namespace Swarm.Tests.WorkerAgent.Tools.Customs;

/// <summary>Tools that nobody but their owner knows.</summary>
public sealed class CustomToolTests : IDisposable
{
    private readonly ToolBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Text_output_is_the_answer_and_the_prompt_comes_on_standard_input()
    {
        var tool = Tool(bench.Program("Grüße\nund mehr"), "[{0}, --fast]");

        var run = await bench.RunAsync(tool, "--rm -rf");

        Assert.Equal((WorkItemOutcome.Completed, "Grüße\nund mehr"), (run.Result.Outcome, run.Answer));
        Assert.Equal(["Grüße", "und mehr"], run.Texts("stdout"));
        Assert.Equal(["--fast"], bench.Arguments);
        Assert.Equal("--rm -rf", bench.Input);
    }

    [Fact]
    public async Task A_placeholder_is_one_argument_and_a_group_without_a_value_is_left_out()
    {
        var tool = Tool(
            bench.Program("ok"), "[{0}, [--model, '{{model}}'], [--session, '{{session}}'], '--ask={{prompt}}', end]");

        await bench.RunAsync(tool, new AiWork { Prompt = "a b; $(c)", Model = "m 1" });

        Assert.Equal(["--model", "m 1", "--ask=a b; $(c)", "end"], bench.Arguments);
    }

    [Fact]
    public async Task A_value_that_would_become_a_flag_is_refused()
    {
        var tool = Tool(bench.Program("ok"), "[{0}, '{{prompt}}']");

        var run = await bench.RunAsync(tool, "--delete-everything");

        Assert.Equal((WorkItemOutcome.Failed, false), (run.Result.Outcome, run.Result.Retryable));
        Assert.False(File.Exists(bench.At("arguments")));
    }

    [Fact]
    public async Task JSON_output_is_read_by_paths_over_any_number_of_lines()
    {
        const string output = """
            { "reply": { "parts": [ { "text": "Done." } ] },
              "id": "c-1",
              "use": { "in": 5, "out": 6, "usd": 0.25 } }
            """;
        const string more =
            "output: json, result: reply.parts.0.text, session: id, "
            + "usage: { inputTokens: use.in, outputTokens: use.out, costUsd: use.usd }";

        var run = await bench.RunAsync(Tool(bench.Program(output), "[{0}]", more));

        Assert.Equal((WorkItemOutcome.Completed, "Done."), (run.Result.Outcome, run.Answer));
        Assert.Equal(
            new ToolUsage { InputTokens = 5, OutputTokens = 6, CostUsd = 0.25m, Session = "c-1" }, run.Result.Usage);
    }

    [Fact]
    public async Task Of_many_JSON_lines_the_last_answer_counts_and_an_error_is_a_failure()
    {
        const string lines = "{\"say\":\"one\"}\nnoise\n{\"say\":\"two\"}\n";
        const string more = "output: jsonl, result: say, error: problem.text";

        var good = await bench.RunAsync(Tool(bench.Program(lines), "[{0}]", more));
        var bad = await bench.RunAsync(
            Tool(bench.Program(lines + "{\"problem\":{\"text\":\"no luck\"}}"), "[{0}]", more));

        Assert.Equal("two", good.Answer);
        Assert.Equal((WorkItemOutcome.Failed, "no luck"), (bad.Result.Outcome, bad.Result.Reason));
    }

    [Fact]
    public async Task A_bad_exit_code_is_a_failure()
    {
        var run = await bench.RunAsync(Tool(bench.Program("half", "echo broken >&2; exit 3"), "[{0}]"));

        Assert.Equal((WorkItemOutcome.Failed, 3), (run.Result.Outcome, run.Result.ExitCode));
        Assert.Contains("broken", run.Result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mine: { type: command }", "must have a command")]
    [InlineData("mine: { type: command, command: [x, '{wish}'] }", "'{wish}' is no placeholder")]
    [InlineData("mine: { type: command, command: [x, 'a{prompt}b'] }", "must be the whole argument")]
    [InlineData("mine: { type: command, command: [x], output: json }", "'result' must tell")]
    [InlineData("mine: { type: command, command: [x], outptu: json }", "'outptu' is not known here")]
    [InlineData("mine: { type: magic }", "must be one of: command, openai")]
    [InlineData("My Tool: { type: command, command: [x] }", "must be named by lower-case letters")]
    [InlineData("claude-code: { permission-mode: yes-to-all }", "must be one of: default")]
    [InlineData("shell: { program: x }", "cannot describe 'shell'")]
    public void A_mistake_in_the_description_is_told_with_its_line(string yaml, string message)
    {
        var mistake = Assert.Throws<ConfigException>(() => bench.Tool("mine", yaml));

        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.Contains("agent.yaml, line 1", mistake.Message, StringComparison.Ordinal);
    }

    private ITool Tool(string program, string command, string more = "output: text") => bench.Tool(
        "mine", $"mine: {{ type: command, command: {string.Format(command, program)}, {more} }}");
}
