using System.Text.Json.Serialization;
using Swarm.Contracts.Workflows;

namespace Swarm.Contracts.Problems;

/// <summary>The body of every error answer: <c>application/problem+json</c> (RFC 9457) with our extensions.</summary>
public sealed record ProblemBody
{
    /// <summary>A URI reference that names the kind of problem: <c>/problems/{code}</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The kind of problem in words.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status code.</summary>
    public int Status { get; init; }

    /// <summary>What happened this time and what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>The machine-readable code, one of <see cref="ProblemCodes"/>.</summary>
    public string Code { get; set; } = "";

    /// <summary>The trace of the request, for logs.</summary>
    public string? TraceId { get; init; }

    /// <summary>What is wrong with which field: messages keyed by JSON pointer.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The number of the log line that is expected next, for <see cref="ProblemCodes.LogGap"/>.</summary>
    public long? Expected { get; init; }

    /// <summary>What is wrong in a workflow file, where the request carried one.</summary>
    [JsonPropertyName("workflowErrors")]
    public IReadOnlyList<WorkflowError>? WorkflowErrors { get; init; }
}
