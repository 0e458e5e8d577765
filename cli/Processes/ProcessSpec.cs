namespace Swarm.Cli.Processes;

/// <summary>A process of ours to be started, and started again when it dies.</summary>
internal sealed record ProcessSpec
{
    /// <summary>What people call it, such as <c>control plane</c>.</summary>
    public required string Name { get; init; }

    public required string FileName { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Added to our own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Takes all that it prints.</summary>
    public required string LogFile { get; init; }

    /// <summary>It is ready when it prints a line that begins so; null if it is ready at once.</summary>
    public string? ReadyLine { get; init; }

    /// <summary>What it has started outlives its sudden death, and is ended first thing in its next life.</summary>
    public bool CleansUpAtStart { get; init; }

    /// <summary>Exit codes with which it says that starting it again is of no use.</summary>
    public IReadOnlyList<int> HopelessExitCodes { get; init; } = [];
}
