using Swarm.Core.Workflows;

namespace Swarm.Core.Tasks.Templates;

/// <summary>One subtask of a template: a node of the task's workflow.</summary>
public sealed record SubtaskTemplate
{
    public const int MinComplexity = 1;
    public const int MaxComplexity = 5;

    public required string Id { get; init; }

    /// <summary>What it does, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>The kind of worker that it suits, such as <c>review</c>; null for any.</summary>
    public string? Specialisation { get; init; }

    /// <summary>The tool that has to do it; null for one that the task prefers.</summary>
    public string? Tool { get; init; }

    /// <summary>How hard it is, from 1 to 5.</summary>
    public int Complexity { get; init; } = 3;

    public NodePriority Priority { get; init; }

    /// <summary>The subtasks that must have completed before.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>For an AI tool: what is asked, with references of the workflow language.</summary>
    public string? Prompt { get; init; }

    /// <summary>For the shell: program and arguments.</summary>
    public IReadOnlyList<string>? Run { get; init; }

    /// <summary>The message under which its changes are committed, when the task has a repository.</summary>
    public string? Commit { get; init; }
}
