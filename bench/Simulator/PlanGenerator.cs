namespace Swarm.Simulator;

/// <summary>Makes random orchestrations of every primitive.</summary>
/// <param name="random">Decides.</param>
/// <param name="ledgers">How many ledgers they share.</param>
internal sealed class PlanGenerator(Random random, int ledgers)
{
    private const int MaxDepth = 3;
    private const int MaxLocks = 3;

    private int _next;

    internal Plan Make(string instanceId)
    {
        PlanNode[] generations = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => MakeWhole(0))];
        return new Plan(instanceId, generations);
    }

    /// <summary>What one generation does. It may end in a critical section.</summary>
    private SequenceNode MakeWhole(int depth)
    {
        SequenceNode sequence = MakeSequence(depth, isAlone: true);
        return random.Next(4) > 0
            ? sequence
            : new SequenceNode([.. sequence.Nodes, new KeptSectionNode(NextName(), PickLedgers())]);
    }

    private SequenceNode MakeSequence(int depth, bool isAlone) =>
        new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => MakeNode(depth, isAlone))]);

    /// <summary>Makes a node. In a critical section an orchestration may do little else, so it must be alone.</summary>
    private PlanNode MakeNode(int depth, bool isAlone)
    {
        int kinds = depth < MaxDepth ? 20 : 16;
        string name = NextName();
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
            11 => new ScheduledSignalNode(name, random.Next(ledgers), milliseconds),
            12 => new SpawnNode(name, random.Next(ledgers)),
            13 or 14 when isAlone => new SectionNode(name, PickLedgers(), milliseconds / 10),
            13 or 14 or 15 => new SignalNode(name, random.Next(ledgers)),
            16 or 17 => new ChildNode(name, MakeWhole(depth + 1), random.Next(4) == 0),
            18 => MakeSequence(depth + 1, isAlone),
            _ => new ParallelNode(
                [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => MakeNode(depth + 1, isAlone: false))]),
        };
    }

    private string NextName() => $"n{_next++}";

    private int[] PickLedgers() =>
        [.. Enumerable.Range(0, random.Next(1, MaxLocks + 1)).Select(_ => random.Next(ledgers)).Distinct()];
}
