namespace Swarm.Core.References;

/// <summary>The first names of references that are no nodes; nodes cannot have these ids.</summary>
public static class ReferenceRoots
{
    public const string Inputs = "inputs";
    public const string Run = "run";

    public static bool IsReserved(string nodeId) => nodeId is Inputs or Run;
}
