namespace Swarm.Simulator;

/// <summary>A random orchestration: what each of its generations does.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Generations">What each generation does; it continues as new between them.</param>
internal sealed record Plan(string InstanceId, IReadOnlyList<PlanNode> Generations)
{
    /// <summary>Every generation also waits for an event that the client sends at the very start.</summary>
    internal string Expected => string.Join(
        ';', Generations.Select((generation, number) => $"{generation.Expected}+{EarlyEvent(number)}"));

    /// <summary>How the entries begin that a client has signalled to a ledger.</summary>
    internal const string UserMark = "user-";

    /// <summary>Whether it fails until it is mended.</summary>
    internal bool Breaks => Generations.Any(HoldsBroken);

    /// <summary>The journal's line that says so.</summary>
    internal static string Mended(string instanceId) => $"mended {instanceId}";

    internal static string EarlyEvent(int generation) => $"early-{generation}";

    /// <summary>The events that the client must send.</summary>
    internal IEnumerable<PlannedEvent> ListEvents()
    {
        for (int number = 0; number < Generations.Count; number++)
        {
            yield return new PlannedEvent(InstanceId, EarlyEvent(number), [EarlyEvent(number)]);
        }

        yield return new PlannedEvent(Ledger.IdOf(0).ToString(), $"{UserMark}{InstanceId}", StreamNode.Payloads);
        foreach (PlannedEvent wanted in Generations.SelectMany(node => ListEvents(InstanceId, node)))
        {
            yield return wanted;
        }
    }

    /// <summary>
    /// The activities that nobody awaits, with their callers. Those of a generation that goes on as a new one may be
    /// dropped with it, so only the last generation counts.
    /// </summary>
    internal IEnumerable<(string InstanceId, string Effect)> ListForgotten() =>
        ListForgotten(InstanceId, Generations[^1]);

    private static bool HoldsBroken(PlanNode node) => node switch
    {
        BrokenNode or BrokenSectionNode => true,
        SequenceNode sequence => sequence.Nodes.Any(HoldsBroken),
        ChildNode child => HoldsBroken(child.Plan),
        _ => false,
    };

    private static IEnumerable<(string InstanceId, string Effect)> ListForgotten(string instanceId, PlanNode node) =>
        node switch
        {
            ForgottenNode forgotten => [(instanceId, forgotten.Effect)],
            SequenceNode sequence => sequence.Nodes.SelectMany(inner => ListForgotten(instanceId, inner)),
            ParallelNode parallel => parallel.Nodes.SelectMany(inner => ListForgotten(instanceId, inner)),
            ChildNode child => ListForgotten($"{instanceId}.{child.Suffix}", child.Plan),
            _ => [],
        };

    /// <summary>What must be noted in ledgers.</summary>
    internal IEnumerable<(int Ledger, string Entry)> ListEntries() => Generations.SelectMany(ListEntries);

    private static IEnumerable<(int Ledger, string Entry)> ListEntries(PlanNode node) => node switch
    {
        LedgerNode ledger => ledger.Entries,
        SequenceNode sequence => sequence.Nodes.SelectMany(ListEntries),
        ParallelNode parallel => parallel.Nodes.SelectMany(ListEntries),
        ChildNode child => ListEntries(child.Plan),
        _ => [],
    };

    private static IEnumerable<PlannedEvent> ListEvents(string instanceId, PlanNode node) => node switch
    {
        EventNode wait => [new PlannedEvent(instanceId, wait.Name, [wait.Name])],
        StreamNode stream => [new PlannedEvent(instanceId, stream.Name, [.. StreamNode.Payloads, StreamNode.Last])],
        SequenceNode sequence => sequence.Nodes.SelectMany(inner => ListEvents(instanceId, inner)),
        ParallelNode parallel => parallel.Nodes.SelectMany(inner => ListEvents(instanceId, inner)),
        ChildNode child => ListEvents($"{instanceId}.{child.Suffix}", child.Plan),
        _ => [],
    };
}
