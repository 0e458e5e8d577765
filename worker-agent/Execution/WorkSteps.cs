using Microsoft.Extensions.Logging;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Claims;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Tools;

namespace Swarm.WorkerAgent.Execution;

/// <summary>The work itself: prepares the working folder, runs the tool, and makes the report.</summary>
internal sealed class WorkSteps(IReadOnlyDictionary<string, ITool> tools, TimeProvider time, ILogger log)
{
    /// <summary>The report, or null when the work was ended early and nobody waits for one.</summary>
    public async Task<ReportRequest?> ProduceAsync(Claim claim, WorkItem item, WorkFolder folder, WorkOutput output)
    {
        var startedAt = time.GetUtcNow();
        try
        {
            var result = await DoAsync(claim, item, folder, output);
            var wasEnded = result.Outcome == WorkItemOutcome.Cancelled;
            return wasEnded && claim.IsForfeit ? null : Describe(item, result, output, startedAt);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logs.Fault(log, e, item.Id, item.Token);
            output.Say($"The worker agent failed: {e.Message}");
            var fault = new ToolResult(WorkItemOutcome.Failed, Reason: $"The worker agent failed: {e.Message}");
            return claim.IsForfeit ? null : Describe(item, fault, output, startedAt);
        }
    }

    private async Task<ToolResult> DoAsync(Claim claim, WorkItem item, WorkFolder folder, WorkOutput output)
    {
        if (!tools.TryGetValue(item.Tool, out var tool))
        {
            return new ToolResult(
                WorkItemOutcome.Failed,
                Reason: $"This worker does not run the tool '{item.Tool}'; it runs: {string.Join(", ", tools.Keys)}.");
        }

        Directory.CreateDirectory(folder.Tree);
        return await tool.ExecuteAsync(new ToolCall(item, claim, folder, output));
    }

    private ReportRequest Describe(WorkItem item, ToolResult result, WorkOutput output, DateTimeOffset startedAt) => new()
    {
        RunId = item.RunId,
        Token = item.Token,
        Outcome = result.Outcome,
        ExitCode = result.ExitCode,
        Stdout = output.Stdout,
        Stderr = output.Stderr,
        OutputCut = output.IsCut,
        Reason = result.Reason,
        Retryable = result.Retryable,
        StartedAt = startedAt,
        FinishedAt = time.GetUtcNow(),
    };
}
