using System.Text.Json;
using Swarm.Core.Json;

namespace Swarm.Core.References;

/// <summary>What <c>${run.…}</c> can tell.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Number">Its number among the runs of its workflow, counted from 1.</param>
/// <param name="Branch">Its branch; null without a repository.</param>
public sealed record RunFacts(string Id, int Number, string? Branch)
{
    /// <summary>Every name that may follow <c>run.</c>.</summary>
    public static readonly IReadOnlyList<string> Names = ["id", "number", "branch"];

    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CoreJsonContext.Default.RunFacts);
}
