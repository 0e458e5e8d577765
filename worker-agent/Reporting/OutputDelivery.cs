using Microsoft.Extensions.Logging;
using Swarm.Contracts.Content;
using Swarm.Contracts.Problems;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Reporting;

/// <summary>
/// Stores the whole output that a report refers to before it is told. The result matters more than its output: what
/// fails again and again is left out. A control plane that is away is waited for, as the report itself would.
/// </summary>
internal sealed class OutputDelivery(
    ContentClient content, ControlPlaneClient client, Patience patience, ILogger log)
{
    private const int MaxFailures = 8;

    /// <summary>The report with what could be stored.</summary>
    public async Task<ReportRequest> StoreAsync(
        string workItemId, ReportRequest report, WorkFolder folder, CancellationToken cancellation) => report with
    {
        StdoutContent = await StoreAsync(workItemId, report.StdoutContent, folder.StdoutFile, cancellation),
        StderrContent = await StoreAsync(workItemId, report.StderrContent, folder.StderrFile, cancellation),
    };

    private async Task<ContentReference?> StoreAsync(
        string workItemId, ContentReference? reference, string path, CancellationToken cancellation)
    {
        if (reference is null || !File.Exists(path))
        {
            // A result that was taken over: whoever made it has stored its output, or nobody has it any more.
            return reference;
        }

        var failures = 0;
        var answers = client.Answers;
        try
        {
            return await patience.CallAsync(
                "output",
                async () =>
                {
                    await using var file = new FileStream(
                        path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                    await content.StoreAsync(reference, file, cancellation);
                    return reference;
                },
                cancellation,
                IsWorthAnother);
        }
        catch (Exception e) when (e is ControlPlaneException or IOException or UnauthorizedAccessException)
        {
            Logs.OutputRefused(log, workItemId, e.Message);
            return null;
        }

        bool IsWorthAnother(ControlPlaneException e)
        {
            // It counts only while the control plane answers other calls, such as heartbeats.
            failures += e.Status is null && client.Answers == answers ? 0 : 1;
            answers = client.Answers;
            return e.IsUnauthenticated
                || (e.IsTransient && e.Code != ProblemCodes.Full && failures < MaxFailures);
        }
    }
}
