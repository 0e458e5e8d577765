using System.Text.Json;
using Swarm.Contracts.DeadLetters;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.Workflows;

namespace Swarm.Tests.Cli.Servers;

/// <summary>A small run: <c>build</c> ran twice, <c>deploy</c> was skipped.</summary>
internal static class SampleRun
{
    public const string Id = "01jd0000000000000000000000";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly WorkflowSummary Workflow =
        new("01jw0000000000000000000000", "sample", 3, "graph", 2, new string('0', 64), Start, Start);

    public static readonly DeadLetter Letter = new()
    {
        Id = Id + "~1~build~1~1~10",
        Status = DeadLetterStatus.Parked,
        RunId = Id,
        WorkItemId = Id + "~1~build~1~1",
        Node = "build",
        Iteration = 1,
        Attempt = 1,
        Tool = "shell",
        Reason = "It was claimed 5 times and no result came.",
        ParkedAt = Start,
        ExpiresAt = Start.AddDays(1),
        Deliveries = [new LostDelivery(9, "w1", Start, Start.AddMinutes(1), "It went silent.")],
    };

    public static readonly WorkerSummary Worker = new()
    {
        Id = "01jx0000000000000000000000",
        Name = "attic",
        Status = WorkerStatus.Online,
        Tools = ["shell"],
        Slots = 2,
        JoinedAt = Start,
        LastSeenAt = Start,
    };

    public static RunDetail Completed(RunStatus status = RunStatus.Completed, string? reason = null) => new()
    {
        Summary = new RunSummary
        {
            Id = Id,
            Number = 7,
            WorkflowId = Workflow.Id,
            WorkflowName = Workflow.Name,
            WorkflowVersion = Workflow.Version,
            Status = status,
            Progress = 100,
            CreatedAt = Start,
            StartedAt = Start,
            FinishedAt = Start.AddSeconds(12.5),
            Reason = reason,
        },
        Inputs = new Dictionary<string, JsonElement>(),
        Branch = $"swarm/run/{Id}",
        Nodes =
        [
            new NodeState
            {
                Path = "build",
                Status = status == RunStatus.Failed ? NodeStatus.Failed : NodeStatus.Completed,
                Iteration = 2,
                Iterations = [Iteration(1, 3, null), Iteration(2, 1.5, reason)],
            },
            new NodeState { Path = "deploy", Status = NodeStatus.Skipped, Iteration = 0 },
        ],
        LastEvent = 4,
    };

    public static RunEvent Event(
        long sequence, string type, string? node = null, int? iteration = null, string? data = null) =>
        new()
        {
            Sequence = sequence,
            Id = $"e{sequence}",
            Type = type,
            At = Start.AddMilliseconds(sequence * 100),
            Node = node,
            Iteration = iteration,
            Data = data is null ? null : JsonElement.Parse(data),
        };

    public static RunEvent[] Events(string last = RunEventTypes.RunCompleted) =>
    [
        Event(1, RunEventTypes.RunCreated),
        Event(2, RunEventTypes.NodeStarted, "build", 1),
        Event(3, RunEventTypes.NodeCompleted, "build", 1, """{"exitCode":0,"commit":"0123456789abcdef"}"""),
        Event(4, last),
    ];

    private static NodeIteration Iteration(int number, double seconds, string? reason) => new()
    {
        Number = number,
        Status = NodeStatus.Completed,
        Attempts = 1,
        StartedAt = Start,
        FinishedAt = Start.AddSeconds(seconds),
        Commit = "0123456789abcdef",
        Reason = reason,
        Output = reason is null ? null : JsonElement.Parse("""{"exitCode":3,"stdout":"one","stderr":"two\nthree\n"}"""),
    };
}
