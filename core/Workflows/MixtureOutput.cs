namespace Swarm.Core.Workflows;

/// <summary>The fields of what a mixture puts out.</summary>
public static class MixtureOutput
{
    /// <summary>The result: the plain result of the winner, or of the node that made one of all answers.</summary>
    public const string Value = "value";

    /// <summary>The expert whose answer it is; null where it was made of all answers.</summary>
    public const string Winner = "winner";

    /// <summary>How many experts answered in time.</summary>
    public const string Answers = "answers";

    /// <summary>By expert, what was counted or compared.</summary>
    public const string Votes = "votes";

    public static readonly IReadOnlyList<string> Fields = [Value, Winner, Answers, Votes];
}
