using Swarm.Core.Ids;

namespace Swarm.Functions.Orchestrations;

/// <summary>Some of the nodes of a graph that has too many for one orchestration.</summary>
/// <param name="Run">The graph.</param>
/// <param name="Number">Counted from 1.</param>
public sealed record NodeGroup(RunReference Run, int Number)
{
    /// <summary>The event by which a group is given a node.</summary>
    public const string Given = "given";

    public string InstanceId() => DerivedId.Join(
        Run.RunId, $"{Run.Attempt}", Run.IsRoot() ? "graph" : Run.Scope, "group", $"{Number}");

    /// <summary>The event by which a group says that it listens: what is sent earlier may get lost.</summary>
    public string ListensEvent() => $"listens:{Number}";

    /// <summary>The event by which a group tells how a node ended.</summary>
    public static string EndedEvent(NodeRun node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return $"ended:{node.InstanceId()}";
    }
}
