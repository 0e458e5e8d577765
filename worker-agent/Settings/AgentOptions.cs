using Swarm.WorkerAgent.Policies;

using Swarm.Contracts.Workers;

namespace Swarm.WorkerAgent.Settings;

/// <summary>What its owner told this worker agent.</summary>
internal sealed record AgentOptions
{
    public const int MaxSlots = 64;
    public const int MaxNameLength = 64;

    /// <summary>Offer every tool that is found on this machine.</summary>
    public const string AllTools = "auto";

    public required Uri Url { get; init; }

    /// <summary>The one-time token; needed until the worker has joined once.</summary>
    public string? JoinToken { get; init; }

    public required string Name { get; init; }

    public int Slots { get; init; } = 1;

    /// <summary>How many of them run at once: no more than the owner's policy allows.</summary>
    public int UsedSlots => IsEphemeral ? 1 : Math.Min(Slots, Policy.Limits.Slots ?? Slots);

    /// <summary>Whether it does one work item and leaves.</summary>
    public bool IsEphemeral { get; init; }

    public required string DataFolder { get; init; }

    /// <summary>The tools to offer; <see cref="AllTools"/> stands for every one that is found.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [AllTools];

    /// <summary>What the owner's file says of tools.</summary>
    public ConfigNode? ToolSettings { get; init; }

    /// <summary>What its owner says of it: labels, what it is set up for, when it takes no more.</summary>
    public WorkerProfile Profile { get; init; } = new();

    /// <summary>How it gets its pointers.</summary>
    public PullMode Pull { get; init; }

    /// <summary>How long running work may take to finish once the agent was asked to stop.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Names of further environment variables that commands get to see.</summary>
    public IReadOnlyList<string> PassedVariables { get; init; } = [];

    /// <summary>What the owner allows.</summary>
    public OwnerPolicy Policy { get; init; } = OwnerPolicy.None;

    /// <summary>The owner's file of secrets that must not leave the machine, one a line; null for none.</summary>
    public string? SecretsFile { get; init; }

    /// <summary>The port of the local status page; 0 for none.</summary>
    public int StatusPort { get; init; }

    /// <summary>The seed of everything random (back-off); printed at start.</summary>
    public int Seed { get; init; }

    /// <summary>What is wrong with the options, in words; null if nothing is.</summary>
    public string? FindMistake()
    {
        if (Url.Scheme is not ("http" or "https"))
        {
            return $"--url must begin with http:// or https://, but is '{Url}'.";
        }

        if (Slots is < 1 or > MaxSlots)
        {
            return $"--slots must be 1 to {MaxSlots}, but is {Slots}.";
        }

        if (Name.Trim().Length is < 1 or > MaxNameLength)
        {
            return $"--name must have 1 to {MaxNameLength} characters, but has {Name.Trim().Length}.";
        }

        return Tools.Count == 0 ? $"--tools must name at least one tool, or be '{AllTools}'." : null;
    }
}
