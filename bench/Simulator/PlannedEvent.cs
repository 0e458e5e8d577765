namespace Swarm.Simulator;

/// <summary>What a client must send to an instance under one name, one payload after the other.</summary>
internal sealed record PlannedEvent(string InstanceId, string Name, IReadOnlyList<string> Payloads)
{
    /// <summary>The journal's line of an attempt to send a payload.</summary>
    internal string Tried(string payload) => $"tried {InstanceId} {Name} {payload}";

    /// <summary>The journal's line of a payload whose storing was confirmed.</summary>
    internal string Told(string payload) => $"told {InstanceId} {Name} {payload}";

    /// <summary>The journal's line of a payload that was refused, because the instance had ended.</summary>
    internal string TooLate(string payload) => $"too late {InstanceId} {Name} {payload}";
}
