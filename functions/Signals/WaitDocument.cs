namespace Swarm.Functions.Signals;

/// <summary>A node that waits, as it is stored.</summary>
public sealed record WaitDocument
{
    /// <summary>The orchestration to wake.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Until when it waits.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The number of the event that it was given; null for none.</summary>
    public int? Signal { get; init; }

    /// <summary>True once it waits no longer, with or without an event.</summary>
    public bool IsOver { get; init; }
}
