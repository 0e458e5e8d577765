using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>What the model writes down on its way through a workflow.</summary>
internal sealed class ModelLedger
{
    private readonly List<string> _uncertain = [];

    /// <summary>By path, how every node ends.</summary>
    public Dictionary<string, ModelNode> Nodes { get; } = [];

    /// <summary>By path, where the work of a node may and should be done.</summary>
    public Dictionary<string, NodePlacement> Placements { get; } = [];

    /// <summary>The first of each pair ends before the second begins.</summary>
    public List<(string From, string To)> Order { get; } = [];

    /// <summary>
    /// Workflows that fail, by the paths of what lies in them: what has completed there is undone, whatever it is.
    /// </summary>
    public List<(string Scope, WorkflowDefinition Workflow)> Failures { get; } = [];

    /// <summary>True when a limit of loops or corrections ends something; in a retried run it counts anew.</summary>
    public bool HasReachedLimit { get; set; }

    /// <summary>Nobody can tell how what lies under a path ends.</summary>
    public void Doubt(string path) => _uncertain.Add(path);

    /// <summary>
    /// Whether nobody can tell how a node ends: a failure beside it may end its workflow before or after it.
    /// </summary>
    public bool IsUncertain(string path) =>
        _uncertain.Exists(scope => path.StartsWith(scope, StringComparison.Ordinal));
}
