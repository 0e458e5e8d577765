namespace Swarm.Contracts.Workers;

/// <summary>A machine asks to become a worker.</summary>
public sealed record JoinRequest
{
    /// <summary>The one-time join token.</summary>
    public required string Token { get; init; }

    /// <summary>
    /// The machine's own id, kept on its disk; joining again with the same one keeps the worker's identity.
    /// </summary>
    public required string MachineId { get; init; }

    /// <summary>A name for people, such as the host name; 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Operating system and architecture, such as <c>linux-x64</c>.</summary>
    public string? Platform { get; init; }

    /// <summary>The worker agent's version.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>The tools that it can run.</summary>
    public IReadOnlyList<string> Tools { get; set; } = [];

    /// <summary>How many work items it runs at once.</summary>
    /// <value>1 by default; 1 to 64.</value>
    public int Slots { get; set; } = 1;

    /// <summary>What its owner has set up there.</summary>
    /// <value>None by default, which sets no limits.</value>
    public WorkerProfile? Profile { get; set; }
}
