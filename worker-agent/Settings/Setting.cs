namespace Swarm.WorkerAgent.Settings;

/// <summary>One thing that the owner may set: in the file, by a variable, by a flag.</summary>
/// <param name="Name">Its name in the file; the flag is the same with two dashes.</param>
/// <param name="Variable">Its environment variable; null for none.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Default">What it is where nobody set it; null for nothing.</param>
internal sealed record Setting(string Name, string? Variable, string Description, Func<string?> Default)
{
    /// <summary>A list: separated by commas in a variable, given several times as a flag.</summary>
    public bool IsList { get; init; }

    /// <summary>Yes or no: as a flag it needs no value.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>It is not shown.</summary>
    public bool IsSecret { get; init; }

    public string Flag => $"--{Name}";
}
