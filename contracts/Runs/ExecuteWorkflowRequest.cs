using System.Text.Json;

namespace Swarm.Contracts.Runs;

/// <summary>Asks for a run of a workflow.</summary>
public sealed record ExecuteWorkflowRequest
{
    /// <summary>The version to run.</summary>
    /// <value>The newest by default.</value>
    public int? Version { get; init; }

    /// <summary>Values of the workflow's inputs by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs { get; set; } = new Dictionary<string, JsonElement>();
}
