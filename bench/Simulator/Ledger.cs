using Swarm.Durable.Entities;

namespace Swarm.Simulator;

/// <summary>The entity of all plans: it notes what it is told, and watches over its own critical sections.</summary>
internal sealed class Ledger(TimeProvider clock) : TaskEntity<LedgerState>
{
    internal const string Name = "ledger";

    internal static EntityInstanceId IdOf(int number) => new(Name, $"{number}");

    public void Note(string entry)
    {
        DemandNoSection($"note of {entry}");
        State.Entries.Add(entry);
    }

    public void NoteLater(ScheduledEntry scheduled)
    {
        if (clock.GetUtcNow().UtcDateTime < scheduled.DueAt)
        {
            State.Faults.Add($"{scheduled.Entry} came before its time");
        }

        Note(scheduled.Entry);
    }

    /// <summary>What a node has noted so far, in order.</summary>
    public string Read(string node)
    {
        DemandNoSection($"reading of {node}");
        string beginning = $"{node}:";
        return string.Join('-', State.Entries
            .Where(entry => entry.StartsWith(beginning, StringComparison.Ordinal))
            .Select(entry => entry[beginning.Length..]));
    }

    /// <summary>Changes and sends, and then fails: nothing of it may be seen.</summary>
    public void Fail(string entry)
    {
        Note(entry);
        Context.SignalEntity(Context.Id, nameof(Note), entry);
        Spawn(entry);
        throw new InvalidOperationException("on purpose");
    }

    /// <summary>Starts an orchestration that notes the entry.</summary>
    public void Spawn(string entry)
    {
        DemandNoSection($"spawning of {entry}");
        var options = new Swarm.Durable.StartOrchestrationOptions($"spawned-{entry}");
        Context.ScheduleNewOrchestration(PlanRunner.Spawned, new SpawnedEntry(Context.Id, entry), options);
    }

    public void Enter(string owner)
    {
        DemandNoSection($"section of {owner}");
        State.Holder = owner;
    }

    /// <summary>Looks whether somebody else is inside.</summary>
    public void Look(string owner) => DemandNoSection($"look of {owner}");

    public void Leave(string owner)
    {
        if (State.Holder != owner)
        {
            State.Faults.Add($"{owner} leaves the section of {State.Holder}");
        }

        State.Holder = null;
        State.Entries.Add(owner);
    }

    private void DemandNoSection(string what)
    {
        if (State.Holder is not null)
        {
            State.Faults.Add($"{what} in the section of {State.Holder}");
        }
    }
}
