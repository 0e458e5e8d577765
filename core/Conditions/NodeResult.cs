using System.Text.Json;

namespace Swarm.Core.Conditions;

/// <summary>
/// What conditions look at: a node's output, and beside it <c>status</c> (<c>completed</c> or <c>failed</c>) and
/// <c>error</c> (why it failed), which hide fields of the output that have these names.
/// </summary>
public sealed record NodeResult(JsonElement Output, bool Failed, string? Reason)
{
    public const string StatusField = "status";
    public const string ErrorField = "error";
}
