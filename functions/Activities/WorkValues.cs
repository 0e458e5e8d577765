using Swarm.Core.Workflows;
using Swarm.Functions.Content;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Scopes;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Activities;

/// <summary>Reads as JSON what nodes have printed.</summary>
public sealed class WorkValues(WorkItemStore items, ContentLookup content)
{
    public Task<ValueRead> ReadAsync(NodeAttempt attempt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return ReadAsync(attempt.Node.Run.RunId, attempt.WorkItemId(), cancellation);
    }

    public async Task<ValueRead> ReadAsync(string runId, string workItemId, CancellationToken cancellation)
    {
        var item = await items.FindAsync(runId, workItemId, cancellation);
        var output = item?.Report is { } report
            ? NodeOutput.Of(report, await content.PrintedAsync(report, cancellation))
            : default;
        return output.ValueKind == System.Text.Json.JsonValueKind.Object
            && output.TryGetProperty(ShellOutput.Value, out _)
            ? new ValueRead(OutputSummary.Of(output), Failure: null)
            : new ValueRead(Output: null, item?.Report?.OutputCut == true ? NodeOutput.TooLong : NodeOutput.NoJson);
    }
}
