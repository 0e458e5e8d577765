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

    private static readonly string[] s_all = [Inputs, Run, Item, Index, Previous];

    public static bool IsReserved(string nodeId) => s_all.Contains(nodeId);
}
