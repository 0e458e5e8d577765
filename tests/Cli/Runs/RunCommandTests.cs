using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workflows;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Runs;

public sealed class RunCommandTests : IAsyncLifetime
{
    private readonly FakeControlPlane server = new();
    private readonly CliRun cli = new();
    private readonly TemporaryFile file = new("name: sample");

    private string Url => server.Address.ToString();

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        file.Dispose();
        cli.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_completed_run_is_told_line_by_line_and_ends_with_0()
    {
        server.Streams.Add(new StreamScript(SampleRun.Events()));

        var exitCode = await cli.InvokeAsync("run", file.Path, "--url", Url);

        Assert.Equal(0, exitCode);
        Assert.Contains($"Run {SampleRun.Id}\n", cli.Output);
        Assert.Contains("  run          created\n", cli.Output);
        Assert.Contains("  build        running\n", cli.Output);
        Assert.Contains("  build        done       0.1 s, exit code 0, commit 01234567\n", cli.Output);
        Assert.Contains("Run 7 of sample completed in 12.5 s.\n", cli.Output);
    }

    [Fact]
    public async Task On_a_terminal_the_table_is_drawn_until_the_run_has_ended()
    {
        server.Streams.Add(new StreamScript(SampleRun.Events()));
        using var terminal = new CliRun { IsTerminal = true };

        var exitCode = await terminal.InvokeAsync("run", file.Path, "--url", Url);

        Assert.Equal(0, exitCode);
        Assert.Contains("last line", terminal.Output);
        Assert.Contains("commit", terminal.Output);
        Assert.DoesNotContain("12:00:00.1", terminal.Output);
    }

    [Fact]
    public async Task A_failed_run_ends_with_1_and_says_which_node_and_why()
    {
        server.Run = SampleRun.Completed(RunStatus.Failed, "exit code 3");
        server.Streams.Add(new StreamScript(SampleRun.Events(RunEventTypes.RunFailed)));

        var exitCode = await cli.InvokeAsync("run", file.Path, "--url", Url);

        Assert.Equal(1, exitCode);
        Assert.Contains("Node build failed: exit code 3\n  | two\n  | three\n", cli.Output);
    }

    [Fact]
    public async Task Errors_in_the_file_are_told_as_a_compiler_does_and_end_with_2()
    {
        server.WorkflowErrors =
        [
            new WorkflowError(12, 9, "unknown_node", "There is no node 'tset'.", "deploy")
            {
                Suggestion = "Did you mean 'test'?",
            },
            new WorkflowError(1, 1, "missing_version", "'version' is missing."),
        ];

        var exitCode = await cli.InvokeAsync("run", file.Path, "--url", Url);

        Assert.Equal(2, exitCode);
        Assert.Equal(
            $"{file.Path}:12:9: error [deploy]: There is no node 'tset'.\n    Did you mean 'test'?\n"
            + $"{file.Path}:1:1: error: 'version' is missing.\n2 errors; nothing was stored.\n",
            cli.Error);
        Assert.DoesNotContain(server.Requests, r => r.Target.EndsWith("/execute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_input_ends_with_2_and_names_the_field()
    {
        server.Problem = new ProblemBody
        {
            Status = 422,
            Code = ProblemCodes.Invalid,
            Detail = "The inputs do not fit the workflow.",
            Errors = new Dictionary<string, string[]> { ["/inputs/count"] = ["must be a number"] },
        };

        var exitCode = await cli.InvokeAsync("run", file.Path, "--url", Url, "--input", "count=three");

        Assert.Equal(2, exitCode);
        Assert.Equal("swarm: The inputs do not fit the workflow.\n  /inputs/count: must be a number\n", cli.Error);
    }

    [Fact]
    public async Task Without_watching_only_the_id_is_told()
    {
        var exitCode = await cli.InvokeAsync("run", file.Path, "--url", Url, "--no-watch");

        Assert.Equal(0, exitCode);
        Assert.Equal(SampleRun.Id + "\n", cli.Output);
    }

    [Fact]
    public async Task With_json_the_output_holds_the_run_alone_and_progress_goes_to_the_error_stream()
    {
        server.Streams.Add(new StreamScript(SampleRun.Events()));

        var exitCode = await cli.InvokeAsync("run", file.Path, "--url", Url, "--json");

        Assert.Equal(0, exitCode);
        var run = JsonSerializer.Deserialize(cli.Output, SwarmJsonContext.Default.RunDetail)!;
        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        Assert.Contains("build        running", cli.Error);
    }

    [Fact]
    public async Task The_version_that_was_stored_and_the_inputs_are_sent()
    {
        await cli.InvokeAsync("run", file.Path, "--url", Url, "--no-watch", "-i", "name=a=b", "-i", "count:=3");

        var stored = Assert.Single(server.Requests, r => r.Target == "api/v1/workflows");
        Assert.Equal("name: sample", stored.Body);
        var executed = Assert.Single(server.Requests, r => r.Target.EndsWith("/execute", StringComparison.Ordinal));
        Assert.Equal("""{"version":3,"inputs":{"name":"a=b","count":3}}""", executed.Body);
    }

    [Fact]
    public async Task Interrupting_leaves_the_run_alone_says_how_to_go_on_and_ends_with_130()
    {
        var stream = new StreamScript(SampleRun.Events()[..2]);
        server.Streams.Add(stream);

        var running = cli.InvokeAsync("run", file.Path, "--url", Url);
        await stream.Written.Task.WaitAsync(CliRun.Limit, TestContext.Current.CancellationToken);
        cli.Interrupt();

        Assert.Equal(130, await running);
        Assert.Contains($"`swarm runs watch {SampleRun.Id}`", cli.Error);
        Assert.DoesNotContain(server.Requests, r => r.Target.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_2_before_anything_is_sent()
    {
        var exitCode = await cli.InvokeAsync("run", file.Path + ".not", "--url", Url);

        Assert.Equal(2, exitCode);
        Assert.Contains("cannot be read", cli.Error);
        Assert.Empty(server.Requests);
    }
}
