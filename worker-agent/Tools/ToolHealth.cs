namespace Swarm.WorkerAgent.Tools;

/// <summary>What a look at a tool found.</summary>
/// <param name="IsPresent">Whether there is such a tool on this machine at all.</param>
/// <param name="Reason">Why it cannot work, in words; null if it can.</param>
/// <param name="Version">Its version, if it tells one.</param>
internal sealed record ToolHealth(bool IsPresent, string? Reason = null, string? Version = null)
{
    /// <summary>It has no program and asks no server.</summary>
    public static ToolHealth BuiltIn { get; } = new(IsPresent: true);

    /// <summary>The models that it offers, if it tells.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
