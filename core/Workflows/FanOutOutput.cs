namespace Swarm.Core.Workflows;

/// <summary>The fields of what a node puts out that runs several times side by side.</summary>
public static class FanOutOutput
{
    /// <summary>How many there were.</summary>
    public const string Count = "count";

    /// <summary>How many of them failed.</summary>
    public const string Failed = "failed";

    /// <summary>What each put out, in the order of the list; null where nothing came.</summary>
    public const string Items = "items";

    /// <summary>The status of each.</summary>
    public const string Statuses = "statuses";

    /// <summary>The plain result of each (see <see cref="References.PlainResult"/>).</summary>
    public const string Values = "values";
}
