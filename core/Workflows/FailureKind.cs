using System.Text.Json.Serialization;
using Swarm.Contracts.Json;

namespace Swarm.Core.Workflows;

/// <summary>What kind of failure ended an attempt at a node.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The work ran, and its exit code is not an accepted one.</summary>
    Exit,

    /// <summary>It ran longer than its time limit.</summary>
    Timeout,

    /// <summary>It could not be run to its end: no tool, no worktree, no answer of a model.</summary>
    Error,

    /// <summary>It was to print JSON and printed none.</summary>
    Output,

    /// <summary>It was delivered too often without a result, and nobody replayed it.</summary>
    Lost,
}
