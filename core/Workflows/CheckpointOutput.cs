namespace Swarm.Core.Workflows;

/// <summary>The fields of what a checkpoint puts out.</summary>
public static class CheckpointOutput
{
    /// <summary>What was decided: <c>approved</c>, <c>rejected</c>, <c>corrected</c> or <c>skipped</c>.</summary>
    public const string Decision = "decision";

    /// <summary>What the person wrote.</summary>
    public const string Feedback = "feedback";

    /// <summary>What is to be done about it.</summary>
    public const string Correction = "correction";

    /// <summary>True when nobody answered in time, and the decision is that of the workflow.</summary>
    public const string Expired = "expired";

    public static readonly IReadOnlyList<string> Fields = [Decision, Feedback, Correction, Expired];
}
