namespace Swarm.Core.References;

/// <summary>The first names of references that are no nodes; nodes cannot have these ids.</summary>
public static class ReferenceRoots
{
    public const string Inputs = "inputs";
    public const string Run = "run";

    /// <summary>The item of the list that a fanned-out node runs for.</summary>
    public const string Item = "item";

    /// <summary>Its place in the list, counted from 0.</summary>
    public const string Index = "index";

    /// <summary>What the step before this one put out.</summary>
    public const string Previous = "previous";

    /// <summary>What the experts of a mixture have answered, for the node that makes one result of it.</summary>
    public const string Answers = "answers";

    /// <summary>What a director learns of the round before, of its workers and of what is left to it.</summary>
    public const string Briefing = "briefing";

    /// <summary>The subtask that a worker of a hierarchy does.</summary>
    public const string Subtask = "subtask";

    /// <summary>Under which id compensations are shown; no reference, but no id of a node either.</summary>
    public const string Compensate = "compensate";

    private static readonly string[] s_all =
        [Inputs, Run, Item, Index, Previous, Answers, Briefing, Subtask, Compensate];

    public static bool IsReserved(string nodeId) => s_all.Contains(nodeId);
}
