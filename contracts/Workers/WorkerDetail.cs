namespace Swarm.Contracts.Workers;

/// <summary>Everything about one worker.</summary>
public sealed record WorkerDetail
{
    /// <summary>As lists show it.</summary>
    public required WorkerSummary Summary { get; init; }

    /// <summary>What it tells of itself.</summary>
    public required WorkerProfile Profile { get; init; }

    /// <summary>How its tools are.</summary>
    public IReadOnlyList<ToolState> ToolStates { get; set; } = [];

    /// <summary>What it holds ready.</summary>
    public required WarmReport Warm { get; init; }

    /// <summary>The labels that people gave it.</summary>
    public IReadOnlyList<string> GivenLabels { get; set; } = [];

    /// <summary>With whom it is shared.</summary>
    public IReadOnlyList<WorkerShare> Shares { get; set; } = [];

    /// <summary>Why it takes no more work just now; null when it does.</summary>
    public string? HeldBack { get; init; }

    /// <summary>How busy its machine is.</summary>
    public required ResourceSample Load { get; init; }

    /// <summary>How busy it was in the last hour, a sample a minute at most, the oldest first.</summary>
    public IReadOnlyList<ResourceSample> History { get; set; } = [];
}
