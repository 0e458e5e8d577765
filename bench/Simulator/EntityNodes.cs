namespace Swarm.Simulator;

/// <summary>A piece of a plan that leaves entries in ledgers.</summary>
internal abstract record LedgerNode(string Name) : PlanNode
{
    /// <summary>The entries, with their ledgers; each must be there once at the end.</summary>
    internal abstract IEnumerable<(int Ledger, string Entry)> Entries { get; }
}

/// <summary>Signals a ledger several times, makes it fail once and asks what it has.</summary>
internal sealed record SignalNode(string Name, int Ledger) : LedgerNode(Name)
{
    internal const int Count = 3;

    internal override string Expected => $"signals({Name}:{string.Join('-', Enumerable.Range(0, Count))})";

    internal override IEnumerable<(int Ledger, string Entry)> Entries =>
        Enumerable.Range(0, Count).Select(number => (Ledger, EntryOf(number)));

    internal string EntryOf(int number) => $"{Name}:{number}";
}

/// <summary>Signals a ledger for later.</summary>
internal sealed record ScheduledSignalNode(string Name, int Ledger, int Milliseconds) : LedgerNode(Name)
{
    internal override string Expected => "scheduled";

    internal override IEnumerable<(int Ledger, string Entry)> Entries => [(Ledger, Name)];
}

/// <summary>Lets a ledger start an orchestration.</summary>
internal sealed record SpawnNode(string Name, int Ledger) : LedgerNode(Name)
{
    internal override string Expected => "spawned";

    internal override IEnumerable<(int Ledger, string Entry)> Entries => [(Ledger, Name)];
}

/// <summary>Enters a critical section over several ledgers, stays a while and leaves it.</summary>
internal sealed record SectionNode(string Name, IReadOnlyList<int> Ledgers, int Milliseconds) : LedgerNode(Name)
{
    internal override string Expected => $"section({Name})";

    internal override IEnumerable<(int Ledger, string Entry)> Entries => Ledgers.Select(ledger => (ledger, Name));
}

/// <summary>
/// Asks for a critical section beside a call that fails until it is mended, and makes another such call inside: whether
/// the locks are held, asked for or still to come when the instance fails, nobody else may be inside with it.
/// </summary>
internal sealed record BrokenSectionNode(string Name, IReadOnlyList<int> Ledgers) : LedgerNode(Name)
{
    internal override string Expected => $"section({Name})";

    internal override IEnumerable<(int Ledger, string Entry)> Entries => Ledgers.Select(ledger => (ledger, Name));
}

/// <summary>Enters a critical section that it never leaves: its end must do it.</summary>
internal sealed record KeptSectionNode(string Name, IReadOnlyList<int> Ledgers) : LedgerNode(Name)
{
    internal override string Expected => "kept";

    internal override IEnumerable<(int Ledger, string Entry)> Entries => [];
}
