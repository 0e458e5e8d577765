using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Scopes;

/// <summary>The rows of a run's partition that tell of workflows inside of it and of their nodes' results.</summary>
internal static class ScopeRows
{
    /// <summary>One workflow inside of the run: <see cref="ScopeDocument"/>.</summary>
    public static string Scope(string path) => $"scope:{path}";

    /// <summary>What a director has planned: <see cref="PlanDocument"/>.</summary>
    public static string Plan(RunReference hierarchy) => $"plan:{hierarchy.Scope}{hierarchy.AttemptMark()}";

    /// <summary>What a node runs for: <see cref="ListDocument"/>.</summary>
    public static string List(string place) => $"list:{place}";

    /// <summary>Some of the items that it runs for: <see cref="ListChunkDocument"/>.</summary>
    public static string ListChunk(string place, int chunk) => $"list:{place}:{chunk:D6}";
}
