using Swarm.Contracts.Content;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;

namespace Swarm.Functions.WorkItems;

/// <summary>A piece of work to be done, as the node's orchestration asks for it. It never changes.</summary>
public sealed record WorkItemSpec
{
    /// <summary>Derived from run, node, iteration and attempt, so that asking twice makes one work item.</summary>
    public required string Id { get; init; }

    public required string RunId { get; init; }

    /// <summary>The node's path.</summary>
    public required string Node { get; init; }

    public required int Iteration { get; init; }

    public required int Attempt { get; init; }

    /// <summary>The attempt of the run that it belongs to; 0 in rows that are older than attempts.</summary>
    public int RunAttempt { get; init; }

    /// <summary>The tool; it names the queue.</summary>
    public required string Tool { get; init; }

    public NodePriority Priority { get; init; }

    /// <summary>Where it may and should be done.</summary>
    public NodePlacement Placement { get; set; } = NodePlacement.Anywhere;

    /// <summary>For whom it is done; null for nobody in particular.</summary>
    public string? User { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>How long it may wait for a worker; null for as long as it takes.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>What becomes of questions that nobody answers; null for as the configuration says.</summary>
    public QuestionPolicy? Questions { get; init; }

    public ShellWork? Shell { get; init; }

    public AiWork? Ai { get; init; }

    /// <summary>Shell and AI work by reference, where it is large; see <see cref="WorkPayload"/>.</summary>
    public ContentReference? Payload { get; init; }

    /// <summary>Large inputs by the environment variable that a small one would have.</summary>
    public IReadOnlyDictionary<string, ContentReference> Inputs { get; set; } =
        new Dictionary<string, ContentReference>();

    public GitWork? Git { get; init; }

    /// <summary>The orchestration that waits for the result, by the event <see cref="WorkReport.EventName"/>.</summary>
    public required string InstanceId { get; init; }

    /// <summary>
    /// True when its node has locks and takes them again when it is told: it is taken out of its queue while its run is
    /// paused, and goes on when the node has taken them again.
    /// </summary>
    public bool YieldsToPause { get; init; }

    /// <summary>True when somebody may take locks from its node by hand; false in rows from before that.</summary>
    public bool CanLoseLocks { get; init; }

    /// <summary>True when it is taken out of its queue for a checkpoint that is opened by hand.</summary>
    public bool YieldsToCheckpoint { get; init; }

    /// <summary>Whether it is to end.</summary>
    public bool IsCoveredBy(ControlDocument control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return control.Covers(Node, Iteration, RunAttempt);
    }

    /// <summary>Whether it is not to wait in its queue now.</summary>
    public bool IsHeldBackBy(ControlDocument control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return (YieldsToPause && control.Paused) || (YieldsToCheckpoint && control.OpenedBefore(Node) is not null);
    }
}
