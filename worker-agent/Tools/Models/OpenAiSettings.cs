namespace Swarm.WorkerAgent.Tools.Models;

/// <summary>What the owner set of an endpoint that speaks as OpenAI's does.</summary>
internal sealed record OpenAiSettings
{
    /// <summary>Its address, ending with a slash: what stands before <c>v1/</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The environment variable that holds the key; null for none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The model where the work names none.</summary>
    public string? Model { get; init; }
}
