using System.Text.Json;

namespace Swarm.Contracts.Runs;

/// <summary>
/// Asks to run a node of a run that has ended again, and everything after it. What does not depend on it keeps its
/// results.
/// </summary>
public sealed record RerunRequest
{
    /// <summary>The node's path.</summary>
    public required string Node { get; init; }

    /// <summary>The iteration to begin with.</summary>
    /// <value>The node's last by default.</value>
    public int? Iteration { get; init; }

    /// <summary>
    /// Named values for the node, in place of those of its <c>input</c> or beside them. They are taken as they stand.
    /// </summary>
    public IReadOnlyDictionary<string, JsonElement> Input { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>Inputs of the run, in place of those that it was started with.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs { get; set; } = new Dictionary<string, JsonElement>();

    /// <summary>The attempt that has ended, as the caller saw it; see <see cref="RetryRunRequest.Attempt"/>.</summary>
    public int? Attempt { get; init; }

    /// <summary>Why, for the run's history.</summary>
    public string? Reason { get; init; }
}
