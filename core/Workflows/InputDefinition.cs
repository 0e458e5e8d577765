using System.Text.Json;

namespace Swarm.Core.Workflows;

/// <summary>One value that a run is started with.</summary>
public sealed record InputDefinition
{
    public required string Name { get; init; }

    public InputType Type { get; init; } = InputType.String;

    public string? Description { get; init; }

    /// <summary>True unless the file says otherwise or gives a default.</summary>
    public bool Required { get; init; } = true;

    public JsonElement? Default { get; init; }
}
