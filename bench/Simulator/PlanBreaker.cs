namespace Swarm.Simulator;

/// <summary>
/// Puts calls into plans that fail until the user has mended them and rewinds the instance. They stand where nothing
/// else of the instance is under way: what others send to an instance while it has failed is rightly refused.
/// </summary>
internal sealed class PlanBreaker(Random random)
{
    private const double Breaks = 0.3;

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
                    nodes.Insert(random.Next(nodes.Count + 1), new BrokenNode($"b{_next++}"));
                }

                return new SequenceNode(nodes);
            case ChildNode { Fails: false } child:
                return child with { Plan = Break(child.Plan, chance) };
            default:
                return node;
        }
    }
}
