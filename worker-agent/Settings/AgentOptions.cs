namespace Swarm.WorkerAgent.Settings;

/// <summary>What its owner told this worker agent: flags, and the environment where a flag is missing.</summary>
internal sealed record AgentOptions
{
    public const int MaxSlots = 64;
    public const int MaxNameLength = 64;

    public required Uri Url { get; init; }

    /// <summary>The one-time token; needed until the worker has joined once.</summary>
    public string? JoinToken { get; init; }

    public required string Name { get; init; }

    public int Slots { get; init; } = 1;

    public required string DataFolder { get; init; }

    public IReadOnlyList<string> Tools { get; init; } = ["shell"];

    /// <summary>How long running work may take to finish once the agent was asked to stop.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Names of further environment variables that commands get to see.</summary>
    public IReadOnlyList<string> PassedVariables { get; init; } = [];

    /// <summary>The owner's file of secrets that must not leave the machine, one a line; null for none.</summary>
    public string? SecretsFile { get; init; }

    /// <summary>The seed of everything random (back-off); printed at start.</summary>
    public int Seed { get; init; }

    /// <summary>What is wrong with the options, in words; null if nothing is.</summary>
    public string? FindMistake(IReadOnlyCollection<string> knownTools)
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

        if (Tools.Count == 0)
        {
            return $"--tools must name at least one of: {string.Join(", ", knownTools)}.";
        }

        var unknown = Tools.FirstOrDefault(tool => !knownTools.Contains(tool));
        return unknown is null
            ? null
            : $"--tools names '{unknown}', which this agent does not have. It has: {string.Join(", ", knownTools)}.";
    }
}
