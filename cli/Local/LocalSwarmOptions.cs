namespace Swarm.Cli.Local;

/// <summary>What to start on this machine.</summary>
internal sealed record LocalSwarmOptions
{
    /// <summary>The tool that every machine has.</summary>
    public const string Shell = "shell";

    public required DataFolder Data { get; init; }

    /// <summary>Where the control plane listens; port 0 takes a free one.</summary>
    public required Uri Address { get; init; }

    public required string WorkerName { get; init; }

    public required int Slots { get; init; }

    public string Tools { get; init; } = Shell;

    /// <summary>Whether its queues are those of Azurite, which is started, too.</summary>
    public bool WithAzurite { get; init; }

    /// <summary>How long running work may take to finish when we are asked to stop.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(10);
}
