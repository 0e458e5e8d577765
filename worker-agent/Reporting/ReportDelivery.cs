using Microsoft.Extensions.Logging;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Reporting;

/// <summary>Brings a spooled report to the control plane, however long that takes.</summary>
internal sealed class ReportDelivery(ControlPlaneClient client, Patience patience, ILogger log)
{
    /// <summary>
    /// Sends until the control plane takes or refuses it. The control plane alone knows whether the lease still
    /// holds, so nothing but its answer (or the end of the agent) ends this.
    /// </summary>
    public async Task<DeliveryOutcome> DeliverAsync(
        string workItemId, ReportRequest report, CancellationToken cancellation)
    {
        try
        {
            // A refused key ends the agent by its heartbeat; after it has joined again, the report is delivered.
            var answer = await patience.CallAsync(
                "report",
                () => client.ReportAsync(workItemId, report, cancellation),
                cancellation,
                e => e.IsTransient || e.IsUnauthenticated);
            Logs.Reported(log, workItemId, report.Token, report.Outcome, answer.Status);
            return DeliveryOutcome.Taken;
        }
        catch (ControlPlaneException e) when (e.IsLeaseLost)
        {
            Logs.ReportStale(log, workItemId, report.Token);
            return DeliveryOutcome.Stale;
        }
        catch (ControlPlaneException e)
        {
            Logs.ReportRefused(log, workItemId, report.Token, e.Message);
            return DeliveryOutcome.Refused;
        }
    }
}
