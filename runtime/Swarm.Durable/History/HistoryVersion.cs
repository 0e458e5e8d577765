namespace Swarm.Durable.History;

/// <summary>
/// The version of what the engine stores and of what it decides when it replays that. It grows when either changes, and
/// histories of every version are recorded in tests/Durable/Golden: those of older ones must replay for ever.
/// </summary>
internal static class HistoryVersion
{
    internal const int Current = 4;
}
