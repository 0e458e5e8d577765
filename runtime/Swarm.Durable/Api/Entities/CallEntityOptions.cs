namespace Swarm.Durable.Entities;

/// <summary>How an entity is called. There is nothing to choose yet.</summary>
public record CallEntityOptions
{
}
