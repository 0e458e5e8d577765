namespace Swarm.Simulator;

/// <summary>Makes random orchestrations of every primitive.</summary>
internal sealed class PlanGenerator(Random random)
{
    private const int MaxDepth = 3;

    private int _next;

    internal Plan Make(string instanceId)
    {
        PlanNode[] generations = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => MakeSequence(0))];
        return new Plan(instanceId, generations);
    }

    private SequenceNode MakeSequence(int depth) =>
        new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => MakeNode(depth))]);

    private PlanNode MakeNode(int depth)
    {
        int kinds = depth < MaxDepth ? 15 : 11;
        string name = $"n{_next++}";
        int milliseconds = random.Next(0, 50);
        return random.Next(kinds) switch
        {
            0 or 1 => new ActivityNode(name),
            2 => new FailingNode(name, random.Next(1, 4), random.Next(2) == 0),
            3 => new TimerNode(milliseconds),
            4 => new CancelledTimerNode(milliseconds),
            5 => new EventNode(name),
            6 => new TimeoutNode(name, milliseconds),
            7 => new EchoNode(name),
            8 => new GuidNode(name),
            9 => new ForgottenNode(name),
            10 => new StreamNode(name),
            11 or 12 => new ChildNode(name, MakeSequence(depth + 1), random.Next(4) == 0),
            13 => MakeSequence(depth + 1),
            _ => new ParallelNode([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => MakeNode(depth + 1))]),
        };
    }
}
