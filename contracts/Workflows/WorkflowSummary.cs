namespace Swarm.Contracts.Workflows;

/// <summary>A stored workflow, as lists show it.</summary>
/// <param name="Id">Its id, a lower-case ULID.</param>
/// <param name="Name">Its name, unique; storing a file of the same name makes a new version.</param>
/// <param name="Version">Its newest version, counted from 1.</param>
/// <param name="Pattern">Its pattern: <c>graph</c>, <c>sequential</c>, …</param>
/// <param name="NodeCount">How many nodes the newest version has.</param>
/// <param name="ContentHash">SHA-256 of the newest version's text, lower-case hexadecimal.</param>
/// <param name="CreatedAt">When its first version was stored.</param>
/// <param name="UpdatedAt">When its newest version was stored.</param>
public sealed record WorkflowSummary(
    string Id,
    string Name,
    int Version,
    string Pattern,
    int NodeCount,
    string ContentHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);
