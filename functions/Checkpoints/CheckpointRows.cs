using Swarm.Core.Ids;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Checkpoints;

/// <summary>The rows of checkpoints, which lie in the partition of their run, and the lists of them.</summary>
internal static class CheckpointRows
{
    public const string Prefix = "checkpoint:";
    public const string AllList = "checkpoints:all";
    public const string OpenList = "checkpoints:open";

    public static string Row(string id) => Prefix + id;

    /// <summary>The id of the checkpoint that a node opens; it begins with the id of the run.</summary>
    public static string IdOf(NodeRun node) => DerivedId.Join(
        node.Run.RunId, $"{node.Run.Attempt}", node.Path(), $"{node.PathIteration()}");

    public static string RunIdOf(string id) => id.Split('~')[0];
}
