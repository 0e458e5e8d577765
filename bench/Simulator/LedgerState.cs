using Swarm.Durable.Entities;

namespace Swarm.Simulator;

/// <summary>What a ledger knows.</summary>
internal sealed class LedgerState
{
    /// <summary>What it was told, in order.</summary>
    public List<string> Entries { get; set; } = [];

    /// <summary>In whose critical section it is.</summary>
    public string? Holder { get; set; }

    /// <summary>What it was told and should not have been.</summary>
    public List<string> Faults { get; set; } = [];
}

/// <summary>An entry that must not come before its time.</summary>
internal sealed record ScheduledEntry(string Entry, DateTime DueAt);

/// <summary>An entry that an orchestration is to note, which a ledger has started.</summary>
internal sealed record SpawnedEntry(EntityInstanceId Ledger, string Entry);
