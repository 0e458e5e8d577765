namespace Swarm.Simulator;

/// <summary>
/// Puts calls into plans that fail until the user has mended them and rewinds the instance. They stand where nothing
/// else of the instance is under way: what others send to an instance while it has failed is rightly refused.
/// </summary>
/// <param name="random">Decides where.</param>
/// <param name="sections">Decides which of them stand in critical sections.</param>
/// <param name="ledgers">How many ledgers there are.</param>
internal sealed class PlanBreaker(Random random, Random sections, int ledgers)
{
    private const double Breaks = 0.3;
    private const double InSection = 0.3;

    private int _next;

    internal Plan Break(Plan plan) => random.NextDouble() < Breaks
        ? plan with { Generations = [.. plan.Generations.Select(node => Break(node, 0.5))] }
        : plan;

    private PlanNode Break(PlanNode node, double chance)
    {
        switch (node)
        {
            case SequenceNode sequence:
                List<PlanNode> nodes = [.. sequence.Nodes.Select(inner => Break(inner, chance))];
                while (random.NextDouble() < chance)
                {
                    int place = random.Next(nodes.Count + 1);
                    bool isInSection = nodes.Take(place).Any(before => before is KeptSectionNode);
                    nodes.Insert(place, MakeBroken($"b{_next++}", mayLock: !isInSection));
                }

                return new SequenceNode(nodes);
            case ChildNode { Fails: false } child:
                return child with { Plan = Break(child.Plan, chance) };
            default:
                return node;
        }
    }

    private PlanNode MakeBroken(string name, bool mayLock) => mayLock && sections.NextDouble() < InSection
        ? new BrokenSectionNode(
            name, [.. Enumerable.Range(0, ledgers).Where(_ => sections.Next(2) == 0).DefaultIfEmpty(0)])
        : new BrokenNode(name);
}
