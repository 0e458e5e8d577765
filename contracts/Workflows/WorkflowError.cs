namespace Swarm.Contracts.Workflows;

/// <summary>One thing that is wrong in a workflow file.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1.</param>
/// <param name="Code">A stable code of the rule that is broken, snake_case.</param>
/// <param name="Message">What is wrong: what was found, what is expected.</param>
/// <param name="Node">The node that it concerns, if one.</param>
/// <param name="Pointer">Where in the document, as a JSON pointer.</param>
/// <param name="Suggestion">What to write instead, if that can be told.</param>
public sealed record WorkflowError(
    int Line,
    int Column,
    string Code,
    string Message,
    string? Node = null,
    string? Pointer = null,
    string? Suggestion = null);
