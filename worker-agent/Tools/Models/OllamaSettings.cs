namespace Swarm.WorkerAgent.Tools.Models;

/// <summary>What the owner set of Ollama.</summary>
internal sealed record OllamaSettings
{
    /// <summary>Its address, ending with a slash.</summary>
    public Uri Url { get; init; } = new("http://127.0.0.1:11434/");

    /// <summary>The model where the work names none.</summary>
    public string? Model { get; init; }

    /// <summary>How much of the conversation it keeps in mind.</summary>
    public int ContextTokens { get; init; } = 65_536;

    /// <summary>Whether it thinks before it answers; null for the model's own way.</summary>
    public bool? Think { get; init; }

    /// <summary>How long the model stays in memory afterwards, in Ollama's words such as <c>30m</c>.</summary>
    public string? KeepAlive { get; init; }
}
