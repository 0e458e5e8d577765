namespace Swarm.Durable.History;

/// <summary>An activity was called.</summary>
internal sealed record TaskScheduled(int Id, string Name, string Version, string? Input) : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.TaskScheduled;
}

/// <summary>A sub-orchestration was called. Its tags are kept with the instance that it became.</summary>
internal sealed record SubOrchestrationCreated(int Id, string Name, string Version, string InstanceId, string? Input)
    : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.SubOrchestrationCreated;

    internal IReadOnlyDictionary<string, string>? Tags { get; init; }

    // Tags are not part of the stored event, so a replayed one equals the recorded one without them.
    public bool Equals(SubOrchestrationCreated? other) =>
        other is not null
        && (Id, Name, Version, InstanceId, Input)
            == (other.Id, other.Name, other.Version, other.InstanceId, other.Input);

    public override int GetHashCode() => HashCode.Combine(Id, Name, InstanceId);
}

/// <summary>A timer was made.</summary>
internal sealed record TimerCreated(int Id, DateTime FireAt) : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.TimerCreated;
}

/// <summary>An event was sent to another instance.</summary>
internal sealed record EventSent(int Id, string InstanceId, string Name, string? Input) : DecisionEvent(Id)
{
    internal override EventTag Tag => EventTag.EventSent;
}
