using System.Text.Json;
using Swarm.Cli.Demos;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Tests.Cli.Demos;

public sealed class BranchSpeedUpTests
{
    private static readonly string[][] s_branches = [["review"], ["test", "fix"]];

    [Fact]
    public void Branches_are_measured_from_their_first_start_to_their_last_end()
    {
        var speedUp = BranchSpeedUp.Of(
            Run(
                Node("generate", (0, 9)),
                Node("review", (10, 16)),
                Node("test", (10, 12), (15, 18)),
                Node("fix", (12, 14))),
            s_branches)!;

        Assert.Equal(
            (TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(8), 1.75),
            (speedUp.Sequential, speedUp.Parallel, speedUp.SpeedUp));
    }

    [Fact]
    public void Without_a_branch_there_is_nothing_to_measure() =>
        Assert.Null(BranchSpeedUp.Of(Run(Node("review", (0, 1))), s_branches));

    private static NodeState Node(string path, params (int Start, int End)[] iterations) => new()
    {
        Path = path,
        Status = NodeStatus.Completed,
        Iteration = iterations.Length,
        Iterations =
        [
            .. iterations.Select((times, i) => new NodeIteration
            {
                Number = i + 1,
                Status = NodeStatus.Completed,
                Attempts = 1,
                StartedAt = DateTimeOffset.UnixEpoch.AddSeconds(times.Start),
                FinishedAt = DateTimeOffset.UnixEpoch.AddSeconds(times.End),
            }),
            new NodeIteration { Number = iterations.Length + 1, Status = NodeStatus.Skipped, Attempts = 0 },
        ],
    };

    private static RunDetail Run(params NodeState[] nodes) => new()
    {
        Summary = new RunSummary
        {
            Id = "r",
            Number = 1,
            WorkflowId = "w",
            WorkflowName = "w",
            WorkflowVersion = 1,
            Status = RunStatus.Completed,
            Progress = 100,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        Inputs = new Dictionary<string, JsonElement>(),
        Nodes = nodes,
        LastEvent = 0,
    };
}
