namespace Swarm.Durable.Entities;

/// <summary>How an entity is signalled.</summary>
public record SignalEntityOptions
{
    /// <summary>When the entity gets the signal.</summary>
    /// <value>At once if null, or if the time has passed.</value>
    public DateTimeOffset? SignalTime { get; init; }

    /// <summary>Options of a signal for a later time.</summary>
    /// <param name="value">When the entity gets it.</param>
    public static implicit operator SignalEntityOptions(DateTimeOffset value) => new() { SignalTime = value };
}
