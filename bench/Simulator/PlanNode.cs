namespace Swarm.Simulator;

/// <summary>A piece of a random orchestration. What it adds to the output is known beforehand.</summary>
internal abstract record PlanNode
{
    /// <summary>What it adds to the output.</summary>
    internal abstract string Expected { get; }
}

/// <summary>Calls an activity.</summary>
internal sealed record ActivityNode(string Effect) : PlanNode
{
    internal override string Expected => Effect;
}

/// <summary>Calls an activity and forgets it: it must run all the same.</summary>
internal sealed record ForgottenNode(string Effect) : PlanNode
{
    internal override string Expected => "forgotten";
}

/// <summary>Calls an activity that always fails, with retries by policy or by handler.</summary>
internal sealed record FailingNode(string Effect, int Attempts, bool ByHandler) : PlanNode
{
    internal override string Expected => $"failed({Effect}:{Attempts})";
}

/// <summary>Calls an activity that fails the instance until the user has mended it.</summary>
internal sealed record BrokenNode(string Effect) : PlanNode
{
    internal override string Expected => Effect;
}

/// <summary>Sleeps.</summary>
internal sealed record TimerNode(int Milliseconds) : PlanNode
{
    internal override string Expected => "slept";
}

/// <summary>Makes a timer and cancels it.</summary>
internal sealed record CancelledTimerNode(int Milliseconds) : PlanNode
{
    internal override string Expected => "cancelled";
}

/// <summary>Waits for an event that the client sends, once told or not.</summary>
internal sealed record EventNode(string Name) : PlanNode
{
    internal override string Expected => $"event({Name})";
}

/// <summary>Waits for an event that never comes.</summary>
internal sealed record TimeoutNode(string Name, int Milliseconds) : PlanNode
{
    internal override string Expected => "timeout";
}

/// <summary>
/// Takes events of one name until the last. The client may send one again, but what the engine was given once must come
/// once, and in order.
/// </summary>
internal sealed record StreamNode(string Name) : PlanNode
{
    internal const string Last = "last";

    internal static IReadOnlyList<string> Payloads { get; } = ["0", "1", "2", "3"];

    internal override string Expected => $"stream({Name}:{string.Join('-', Payloads)})";

    /// <summary>What its activity notes: each payload with how often it came.</summary>
    internal static string Receipt(string name) => $"{name}-received ";
}

/// <summary>Sends numbered events to itself and takes them: each once, and in order.</summary>
internal sealed record EchoNode(string Name) : PlanNode
{
    internal const int Count = 3;

    internal override string Expected => $"echo({Name}:{string.Join('-', Enumerable.Range(0, Count))})";
}

/// <summary>Makes a GUID, passes it through an activity and compares.</summary>
internal sealed record GuidNode(string Effect) : PlanNode
{
    internal override string Expected => "same";
}

/// <summary>Calls a sub-orchestration, which sends its parent an event on its way.</summary>
internal sealed record ChildNode(string Suffix, PlanNode Plan, bool Fails) : PlanNode
{
    internal override string Expected => Fails ? $"failed-child({Suffix})" : $"child({Plan.Expected})";
}

/// <summary>Does one after the other.</summary>
internal sealed record SequenceNode(IReadOnlyList<PlanNode> Nodes) : PlanNode
{
    internal override string Expected => string.Join(',', Nodes.Select(node => node.Expected));
}

/// <summary>Does all at once.</summary>
internal sealed record ParallelNode(IReadOnlyList<PlanNode> Nodes) : PlanNode
{
    internal override string Expected => $"[{string.Join('|', Nodes.Select(node => node.Expected))}]";
}
