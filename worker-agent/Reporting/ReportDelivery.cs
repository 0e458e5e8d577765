using Microsoft.Extensions.Logging;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Signals;
using Swarm.WorkerAgent.Wire;

namespace Swarm.WorkerAgent.Reporting;

/// <summary>Brings a spooled report to the control plane, however long that takes.</summary>
internal sealed class ReportDelivery(ControlPlaneClient client, SeededRandom random, TimeProvider time, ILogger log)
{
    /// <summary>
    /// Sends until the control plane takes or refuses it. The control plane alone knows whether the lease still
    /// holds, so nothing but its answer (or the end of the agent) ends this.
    /// </summary>
    public async Task<DeliveryOutcome> DeliverAsync(
        string workItemId, ReportRequest report, CancellationToken cancellation)
    {
        var backoff = Backoff.ForNetwork(random.Create());
        while (true)
        {
            try
            {
                var answer = await client.ReportAsync(workItemId, report, cancellation);
                Logs.Reported(log, workItemId, report.Token, report.Outcome, answer.Status);
                return DeliveryOutcome.Taken;
            }
            catch (ControlPlaneException e) when (e.IsLeaseLost)
            {
                Logs.ReportStale(log, workItemId, report.Token);
                return DeliveryOutcome.Stale;
            }
            catch (ControlPlaneException e) when (e.IsTransient || e.IsUnauthenticated)
            {
                // A refused key ends the agent by its heartbeat; after it has joined again, the report is delivered.
                var wait = backoff.Next();
                Logs.RetryLater(log, "report", wait.TotalSeconds, e.Message);
                await Task.Delay(wait, time, cancellation);
            }
            catch (ControlPlaneException e)
            {
                Logs.ReportRefused(log, workItemId, report.Token, e.Message);
                return DeliveryOutcome.Refused;
            }
        }
    }
}
