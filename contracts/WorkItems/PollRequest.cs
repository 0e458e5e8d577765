namespace Swarm.Contracts.WorkItems;

/// <summary>A worker with a free slot asks for work.</summary>
public sealed record PollRequest
{
    /// <summary>The tools that it can run now.</summary>
    public IReadOnlyList<string> Tools { get; set; } = [];

    /// <summary>How long to wait for work, in seconds.</summary>
    /// <value>25 by default; 0 to 25.</value>
    public int WaitSeconds { get; set; } = 25;

    /// <summary>
    /// How many pointers it has taken so far: whose turn it is among its queues depends on it.
    /// </summary>
    /// <value>Null by default: the control plane counts for all who leave it out.</value>
    public long? Turn { get; set; }
}
