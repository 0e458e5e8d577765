using System.Text.Json;
using Swarm.Contracts.Statuses;

namespace Swarm.Functions.Scopes;

/// <summary>
/// What a node puts out that ran for each item of a list; see <see cref="Core.Workflows.FanOutOutput"/>.
/// </summary>
internal sealed record FanOutView(
    int Count,
    int Failed,
    IReadOnlyList<JsonElement?> Items,
    IReadOnlyList<NodeStatus> Statuses,
    IReadOnlyList<JsonElement?> Values);
