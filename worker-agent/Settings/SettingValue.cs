namespace Swarm.WorkerAgent.Settings;

/// <summary>What a setting is, and who said so.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Values">The value, or the items of a list; none if it is not set.</param>
/// <param name="Source">Where it comes from, for people.</param>
internal sealed record SettingValue(Setting Setting, IReadOnlyList<string> Values, string Source)
{
    public string? Text => Values.Count == 0 ? null : Values[0];

    /// <summary>For people: secrets are not shown.</summary>
    public string Shown => Values.Count == 0 ? "(not set)"
        : Setting.IsSecret ? "(hidden)"
        : string.Join(", ", Values);
}
