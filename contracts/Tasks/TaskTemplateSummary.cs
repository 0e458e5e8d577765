namespace Swarm.Contracts.Tasks;

/// <summary>A template that breaks tasks down.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="BuiltIn">True for one that comes with Swarm; a template of your own of this name stands before it.
/// </param>
/// <param name="Subtasks">The ids of its subtasks, in file order.</param>
public sealed record TaskTemplateSummary(
    string Name, string? Description, bool BuiltIn, IReadOnlyList<string> Subtasks);
