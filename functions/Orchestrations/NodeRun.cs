using Swarm.Contracts.Checkpoints;
using Swarm.Core.Checkpoints;
using Swarm.Core.References;
using Swarm.Core.Workflows;
using NodeRetryPolicy = Swarm.Core.Workflows.RetryPolicy;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// One iteration of a node, or one item of it where it runs for each item of a list: what its orchestration is started
/// with.
/// </summary>
public sealed record NodeRun
{
    public required RunReference Run { get; init; }

    /// <summary>Its id in the workflow.</summary>
    public required string Node { get; init; }

    public required int Iteration { get; init; }

    /// <summary>The item's place in the list, counted from 0; null when the node runs once.</summary>
    public int? Item { get; init; }

    /// <summary>True when it undoes what the node has done.</summary>
    public bool IsCompensation { get; init; }

    /// <summary>The evaluator's name where it judges an attempt at the node; null for the node itself.</summary>
    public string? Judge { get; init; }

    /// <summary>Which attempt it judges, or asks a person about.</summary>
    public int Judged { get; init; }

    /// <summary>How the node is judged; null when it is not.</summary>
    public NodeEvaluation? Evaluation { get; init; }

    public NodeKind Kind { get; init; }

    public OutputFormat OutputFormat { get; init; }

    /// <summary>Set when it is to run for each item of a list; its items have none.</summary>
    public FanOutDefinition? FanOut { get; init; }

    public required NodeRetryPolicy Retry { get; init; }

    /// <summary>True when it holds locks while it runs; which, its definition says.</summary>
    public bool HasLocks { get; init; }

    /// <summary>
    /// The nodes that it refers to, each with the row whose result counts now. Which iteration that is, the graph knows
    /// and the rows do not.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Upstream { get; init; }

    /// <summary>True when a person is asked about its result before anything follows from it.</summary>
    public bool IsReviewed { get; init; }

    /// <summary>Which question about the node's result it is, counted from 1; null for the node itself.</summary>
    public int? Review { get; init; }

    /// <summary>
    /// The checkpoint opened by hand that it asks for, as <see cref="OpenedCheckpoint.Number"/>; null for the node
    /// itself.
    /// </summary>
    public int? Opened { get; init; }

    /// <summary>True for a question about an inner workflow, in which a node could have the question's name.</summary>
    public bool IsAboutWorkflow { get; init; }

    /// <summary>How often all of its list was done before in this iteration, as a person has corrected it.</summary>
    public int Cycle { get; init; }

    /// <summary>How often all of this inner workflow was done before, as a person has corrected it.</summary>
    public int Redone { get; init; }

    /// <summary>
    /// How often a person has corrected its result, in earlier attempts of the run (whose results count) and in this
    /// one.
    /// </summary>
    public int Corrected { get; init; }

    /// <summary>How many of these were in earlier attempts of the run: they do not count for the limit.</summary>
    public int CorrectedBefore { get; init; }

    /// <summary>True when its work gives back what it has locked before a person is asked about it.</summary>
    public bool FreesLocksToAsk { get; init; }

    /// <summary>True when its work may be taken out of its queue; see <see cref="RunGraph.WithdrawsWork"/>.</summary>
    public bool WithdrawsWork { get; init; }

    /// <summary>Where the correction lies because of which it runs again; null when there is none.</summary>
    public string? Correction { get; init; }

    /// <summary>
    /// Under which path it is shown: that of the node, for an item its place in the list, for a judge or a question its
    /// name behind what it is about.
    /// </summary>
    public string Path() => Judge is not null ? $"{Subject().Place()}.{Judge}"
        : Review is not null ? $"{Subject().Place()}{(IsAboutWorkflow ? '+' : '.')}{Reviews.Suffix}"
        : Opened is not null ? $"{Subject().Place()}{(IsAboutWorkflow ? '+' : '.')}{Reviews.HandSuffix}"
        : OwnPath();

    /// <summary>The iteration under this path: an item runs once each time that its list is done.</summary>
    public int PathIteration() => Judge is not null ? Judged : Review ?? Opened ?? OwnIteration();

    /// <summary>The node or item itself, where this judges it or asks about it.</summary>
    public NodeRun Subject() => this with { Judge = null, Judged = 0, Review = null, Opened = null };

    /// <summary>The path of what lies inside of it, which every iteration has for itself.</summary>
    public string Place() => Place(Path(), PathIteration())
        + (Redone > 0 ? $"+{Redone}" : "");

    public string InstanceId() => Run.NodeInstanceId(Path(), PathIteration());

    /// <summary>Where its result lies once it has completed; null for the result of its work item.</summary>
    public string? ResultRow() => this switch
    {
        { FanOut: not null } => NodeResults.FanOut(Place()),
        { Kind: NodeKind.Work } => null,
        _ => NodeResults.Row(Place()),
    };

    /// <summary>The name of the orchestration that runs it.</summary>
    public string Orchestration() => this switch
    {
        { FanOut: not null } => nameof(FanOutOrchestrator),
        { Kind: NodeKind.Workflow } => nameof(WorkflowOrchestrator),
        { Kind: NodeKind.Checkpoint } => nameof(CheckpointOrchestrator),
        { Kind: NodeKind.Wait } => nameof(WaitOrchestrator),
        _ => nameof(NodeOrchestrator),
    };

    private string OwnPath() => IsCompensation ? Run.PathOf($"{ReferenceRoots.Compensate}.{Node}")
        : Item is null ? Run.PathOf(Node)
        : $"{Place(Run.PathOf(Node), Iteration)}[{Item}]";

    private int OwnIteration() => Item is null ? Iteration : Cycle + 1;

    internal static string Place(string path, int iteration) => iteration == 1 ? path : $"{path}@{iteration}";
}
