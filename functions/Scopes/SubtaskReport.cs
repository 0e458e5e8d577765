using System.Text.Json;
using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Scopes;

/// <summary>What a director is told of a subtask.</summary>
internal sealed record SubtaskReport(
    int Round, string Id, string Worker, string? Title, NodeStatus Status, string? Reason, JsonElement? Result);
