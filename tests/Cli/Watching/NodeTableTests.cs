using Spectre.Console;
using Swarm.Cli.Consoles;
using Swarm.Cli.Watching;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Watching;

public sealed class NodeTableTests
{
    private const StringSplitOptions WithoutBlanks =
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    [Fact]
    public void The_final_table_tells_status_iterations_time_and_commit()
    {
        var lines = Render(NodeTable.Final(SampleRun.Completed(), SampleRun.Start));

        Assert.Contains("build done 2 4.5 s 01234567", lines);
        Assert.Contains("deploy skipped -", lines);
    }

    [Fact]
    public void The_live_table_counts_a_running_node_up_and_shows_its_last_line()
    {
        var run = SampleRun.Completed() with
        {
            Nodes =
            [
                new NodeState
                {
                    Path = "test",
                    Status = NodeStatus.InProgress,
                    Iteration = 1,
                    Iterations =
                    [
                        new()
                        {
                            Number = 1,
                            Status = NodeStatus.InProgress,
                            Attempts = 1,
                            StartedAt = SampleRun.Start,
                        },
                    ],
                },
            ],
        };
        var lastLines = new Dictionary<string, string> { ["test"] = "ok [1 + 2]" };

        var lines = Render(NodeTable.Live(run, lastLines, SampleRun.Start.AddSeconds(3)));

        Assert.Contains("test running 1 3.0 s ok [1 + 2]", lines);
    }

    [Fact]
    public void Of_a_large_graph_the_live_table_shows_what_something_happens_to()
    {
        var waiting = Enumerable.Range(1, 100)
            .Select(i => new NodeState { Path = $"n{i}", Status = NodeStatus.Pending, Iteration = 0 });
        var failed = new NodeState { Path = "last", Status = NodeStatus.Failed, Iteration = 1 };
        var run = SampleRun.Completed() with { Nodes = [.. waiting, failed] };

        var lines = Render(NodeTable.Live(run, new Dictionary<string, string>(), SampleRun.Start));

        Assert.Contains("last failed", lines);
        Assert.Equal(29, lines.Count(l => l.EndsWith(" waiting", StringComparison.Ordinal)));
    }

    // The words of each line, since the widths of the columns are not the point.
    private static List<string> Render(Table table)
    {
        using var output = new StringWriter();
        new CliContext(output, TextWriter.Null, isTerminal: false).Console.Write(table);
        return [.. output.ToString().Split('\n').Select(l => string.Join(' ', l.Split(' ', WithoutBlanks)))];
    }
}
