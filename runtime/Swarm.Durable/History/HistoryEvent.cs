namespace Swarm.Durable.History;

/// <summary>
/// Something that happened to an instance. Events are stored for ever: a tag or a field is never renamed in meaning,
/// reordered or reused (see <see cref="EventTag"/>).
/// </summary>
internal abstract record HistoryEvent
{
    internal abstract EventTag Tag { get; }
}

/// <summary>What a turn of the orchestrator decided to do, with its number in the order of the decisions.</summary>
internal abstract record DecisionEvent(int Id) : HistoryEvent;
