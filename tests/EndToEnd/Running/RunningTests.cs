using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Running;

/// <summary>Workflows through the command line, against any host.</summary>
public sealed class RunningTests(SwarmUnderTest swarm) : IClassFixture<SwarmUnderTest>
{
    private SwarmCommandLine CommandLine => swarm.CommandLine;

    [Fact]
    public async Task The_example_runs_on_a_repository_of_the_users_own()
    {
        var folder = Directory.CreateDirectory(Path.Combine(CommandLine.Root, "own"));
        foreach (var file in Directory.GetFiles(Path.Combine(BuildOutput.Examples, "repair")))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        var repository = new GitRepository(folder.FullName);
        repository.Init();

        var workflow = Path.Combine(folder.FullName, "workflow.yaml");
        var (exitCode, output, error) = await CommandLine.RunAsync(
            "run", workflow, "--input", $"repository={folder.FullName}", "--json");

        Assert.True(exitCode == 0, output + error);
        var run = JsonSerializer.Deserialize(output, SwarmJsonContext.Default.RunDetail)!;
        Assert.True(repository.Contains("main", $"refs/heads/{run.Branch}"));
        Assert.True(repository.Contains("main", $"refs/tags/v{run.Summary.Number}"));
    }

    [Fact]
    public async Task Large_inputs_and_outputs_go_through_the_worker_and_are_printed_whole()
    {
        const int lines = 500_000;
        var text = new string('x', 40_000);
        var file = CommandLine.WriteFile(
            "large.yaml",
            $$"""
            version: 1
            name: large
            inputs: { text: { type: string } }
            nodes:
              make:
                input: { text: "${inputs.text}" }
                run: [sh, -c, 'cat "$SWARM_INPUT_TEXT_FILE"; awk "BEGIN { for (i = 0; i < {{lines}}; i++) print i }"']
              count: { run: [sh, -c, 'wc -c < "$SWARM_INPUT_ALL_FILE"'], needs: make, input: { all: "${make.stdout}" } }
            """);
        var expected = text + string.Concat(Enumerable.Range(0, lines).Select(i => $"{i}\n"));

        var (exitCode, output, error) = await CommandLine.RunAsync("run", file, "--input", $"text={text}", "--json");

        Assert.True(exitCode == 0, output + error);
        var run = JsonSerializer.Deserialize(output, SwarmJsonContext.Default.RunDetail)!;
        var printed = await CommandLine.RunAsync("output", run.Summary.Id, "make");
        var counted = await CommandLine.RunAsync("output", run.Summary.Id, "count");
        Assert.Equal($"{expected.Length}", counted.Output.Trim());
        Assert.True(printed.Output.TrimEnd() == expected.TrimEnd(), $"{printed.Output.Length} characters");
    }

    [Fact]
    public async Task A_node_that_fails_fails_the_run_with_exit_code_1_and_skips_what_follows()
    {
        var file = CommandLine.WriteFile(
            "failing.yaml",
            "version: 1\nname: failing\npattern: graph\nnodes:\n  a: { run: [sh, -c, 'echo broken >&2; exit 7'] }\n"
            + "  b: { run: [echo, b], needs: [a] }\n");

        var (exitCode, output, error) = await CommandLine.RunAsync("run", file, "--json");

        Assert.True(exitCode == 1, output + error);
        var run = JsonSerializer.Deserialize(output, SwarmJsonContext.Default.RunDetail)!;
        Assert.Equal([NodeStatus.Failed, NodeStatus.Skipped], run.Nodes.Select(n => n.Status));
    }

    [Fact]
    public async Task A_cancelled_run_ends_within_seconds_and_so_does_its_command()
    {
        var mark = Path.Combine(CommandLine.Root, "mark");
        var file = CommandLine.WriteFile(
            "long.yaml",
            "version: 1\nname: long\npattern: graph\nnodes:\n"
            + $"  a: {{ run: [sh, -c, 'echo $$ > {mark}; exec sleep 600'] }}\n");
        using var watching = CommandLine.Start("run", file);
        var line = await watching.LineAsync(
            l => l.StartsWith("Run ", StringComparison.Ordinal), SwarmCommandLine.Limit);
        await watching.LineAsync(l => l.Contains("running", StringComparison.Ordinal), SwarmCommandLine.Limit);

        var cancelled = await CommandLine.RunAsync("runs", "cancel", line["Run ".Length..], "--reason", "enough");
        var exitCode = await watching.ExitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, cancelled.ExitCode);
        Assert.Equal(1, exitCode);
        Assert.Contains("cancelled", watching.Output);
        if (File.Exists(mark))
        {
            var command = int.Parse(await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken));
            Assert.DoesNotContain(ProcessTable.Read(), p => p.Id == command);
        }
    }

    [Fact]
    public async Task Status_and_runs_tell_what_is_there()
    {
        var file = CommandLine.WriteFile(
            "short.yaml", "version: 1\nname: short\npattern: graph\nnodes:\n  a: { run: [echo, hello] }\n");

        var run = await CommandLine.RunAsync("run", file);
        var runs = await CommandLine.RunAsync("runs");
        var status = await CommandLine.RunAsync("status");

        Assert.Equal((0, 0, 0), (run.ExitCode, runs.ExitCode, status.ExitCode));
        Assert.Contains("short v1", runs.Output);
        Assert.Contains("is healthy", status.Output);
        Assert.Contains("shell", status.Output);
    }
}
