using System.Text.Json;
using System.Text.Json.Serialization;

namespace Swarm.Core.Workflows;

/// <summary>One step of a workflow, the file's defaults filled in.</summary>
public sealed record NodeDefinition
{
    /// <summary>The tool that runs nothing but an argument array or a script.</summary>
    public const string ShellTool = "shell";

    /// <summary>The tool that does nothing, for benchmarks.</summary>
    public const string NoopTool = "noop";

    public required string Id { get; init; }

    public NodeKind Kind { get; init; }

    /// <summary>Set when the node runs several times side by side; null when it runs once.</summary>
    public FanOutDefinition? FanOut { get; init; }

    /// <summary>For <see cref="NodeKind.Workflow"/>: the workflow.</summary>
    public NestedWorkflow? Workflow { get; init; }

    /// <summary>For <see cref="NodeKind.Checkpoint"/>: what is asked.</summary>
    public CheckpointDefinition? Checkpoint { get; init; }

    /// <summary>For <see cref="NodeKind.Wait"/>: what it waits for.</summary>
    public WaitDefinition? Wait { get; init; }

    /// <summary>In a sequence, the step before this one, to which <c>${previous.…}</c> refers.</summary>
    public string? Previous { get; init; }

    public OutputFormat OutputFormat { get; init; }

    public string Tool { get; init; } = ShellTool;

    /// <summary>Program and arguments; each may hold references.</summary>
    public IReadOnlyList<string>? Run { get; init; }

    /// <summary>
    /// A script for the system's shell. It is never a template: data reaches it as environment variables.
    /// </summary>
    public string? Script { get; init; }

    /// <summary>What an AI tool is asked.</summary>
    public string? Prompt { get; init; }

    /// <summary>How such a tool does it; null for as its owner says.</summary>
    public AiSettings? Ai { get; init; }

    /// <summary>What becomes of questions that its work asks; null for as the configuration says.</summary>
    public QuestionPolicy? Questions { get; init; }

    /// <summary>The exit codes with which a shell node completes.</summary>
    public IReadOnlyList<int> Accept { get; init; } = [0];

    public TimeSpan Timeout { get; init; } = WorkflowLimits.DefaultTimeout;

    /// <summary>How long its work may wait for a worker; null for as long as it takes.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    public NodePriority Priority { get; init; } = NodePriority.Default;

    /// <summary>Where its work may and should be done.</summary>
    [JsonIgnore]
    public NodePlacement Placement { get; set; } = NodePlacement.Anywhere;

    /// <summary>How that is stored: most nodes say nothing of it, and a graph may have thousands.</summary>
    [JsonPropertyName("placement")]
    public NodePlacement? StoredPlacement
    {
        get => Placement == NodePlacement.Anywhere ? null : Placement;
        set => Placement = value ?? NodePlacement.Anywhere;
    }

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Named values, which may hold references at any depth.</summary>
    public IReadOnlyDictionary<string, JsonElement> Input { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The locks that it holds while it runs; the names may hold references.</summary>
    public IReadOnlyList<string> Locks { get; set; } = [];

    /// <summary>Message under which changes are committed; null when changes are not kept.</summary>
    public string? Commit { get; init; }

    /// <summary>Branch that the run's branch is merged into after the work; null for none.</summary>
    public string? Merge { get; init; }

    /// <summary>Tag set on the result; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>How what it puts out is judged; null when it is not.</summary>
    public EvaluationDefinition? Evaluation { get; init; }

    /// <summary>What undoes the node's work when its workflow fails later; null for nothing.</summary>
    public NodeDefinition? Compensate { get; init; }

    /// <summary>True when the run goes on as if the node had ended well.</summary>
    public bool ContinueOnFailure { get; init; }

    public JoinRule Join { get; init; } = JoinRule.All;
}
