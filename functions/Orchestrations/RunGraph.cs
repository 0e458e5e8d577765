using System.Text.Json;

namespace Swarm.Functions.Orchestrations;

/// <summary>
/// What the graph's orchestration needs to know of a workflow: nodes and edges, without what nodes do.
/// </summary>
public sealed record RunGraph
{
    /// <summary>
    /// The definition, reduced; JSON, so that it is written and read by the one context for definitions.
    /// </summary>
    public required JsonElement Definition { get; init; }

    /// <summary>By node, the nodes that it refers to; nodes that refer to none are left out.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> References { get; init; }

    /// <summary>True when the nodes are run by groups, as they are too many for one orchestration.</summary>
    public bool HasGroups { get; init; }

    /// <summary>By node that can be undone, the nodes that undoing it refers to.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Compensations { get; init; }

    /// <summary>
    /// True when a node is undone by the iteration that has completed and what that put out. In histories from before
    /// it was what stood there when the workflow failed, which a loop may have set back.
    /// </summary>
    public bool UndoesWhatWasDone { get; init; }

    /// <summary>
    /// True when what the work of a node has locked is given back before a person is asked about it. In histories from
    /// before it was held until he had answered.
    /// </summary>
    public bool FreesLocksToAsk { get; init; }

    /// <summary>
    /// True when work that nobody has begun is taken out of its queue for a checkpoint that is opened by hand, and,
    /// where it would hold locks, while the run is paused. In histories from before it stayed there.
    /// </summary>
    public bool WithdrawsWork { get; init; }

    /// <summary>The nodes after which a person is asked.</summary>
    public IReadOnlyList<string>? Reviewed { get; init; }

    /// <summary>The nodes that the workflow's outputs refer to.</summary>
    public IReadOnlyList<string> OutputNodes { get; init; } = [];

    /// <summary>True when somebody has asked to cancel the run.</summary>
    public bool CancelRequested { get; init; }

    public string? CancelReason { get; init; }
}
