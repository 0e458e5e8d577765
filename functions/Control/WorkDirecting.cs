using Swarm.Contracts.Runs;
using Swarm.Core.Leases;
using Swarm.Functions.Events;
using Swarm.Functions.Http;
using Swarm.Functions.WorkItems;

namespace Swarm.Functions.Control;

/// <summary>
/// Tells work that runs what people have said since it was claimed. Its worker asks whenever its tool speaks to it; a
/// tool that never does hears at its next attempt.
/// </summary>
public sealed class WorkDirecting(WorkItemStore items, RunTransactions transactions)
{
    /// <summary>How many are told at a time: an event is two rows of a transaction, which has a hundred.</summary>
    private const int MaxAtATime = 40;

    /// <summary>What the work has not heard. Asked again, it says the same; the run tells once who has heard.</summary>
    /// <exception cref="ApiProblemException">409: the lease is not the caller's, or not any more.</exception>
    public async Task<IReadOnlyList<string>> HearAsync(
        string workerId, string workItemId, HearDirectivesRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var item = await items.FindAsync(request.RunId, workItemId, cancellation);
        if (item is null
            || item.Lease.WorkerId != workerId
            || LeaseRules.Report(item.Lease, request.Token) != ReportDecision.Accepted)
        {
            throw Problems.LeaseLost(workItemId);
        }

        var control = await items.FindControlAsync(request.RunId, cancellation);
        Directive[] news = [.. (control?.DirectivesFor(item.Spec.Node) ?? []).Skip(request.Heard).Take(MaxAtATime)];
        if (news.Length > 0)
        {
            await TellAsync(item, workerId, news, cancellation);
        }

        return [.. news.Select(directive => directive.Text)];
    }

    private Task<int> TellAsync(
        WorkItemDocument item, string workerId, Directive[] news, CancellationToken cancellation) =>
        transactions.ChangeAsync(
            item.Spec.RunId,
            transaction =>
            {
                foreach (var directive in news)
                {
                    var data = new WorkEventData
                    {
                        WorkItemId = item.Spec.Id,
                        WorkerId = workerId,
                        Directive = directive.Number,
                    };
                    transaction.Tell(
                        $"{item.Spec.Id}:{item.Lease.Token}:heard:{directive.Number}",
                        RunEventTypes.DirectiveHeard,
                        item.Spec.Node,
                        item.Spec.Iteration,
                        WorkEvents.Data(data));
                }

                return Task.FromResult(news.Length);
            },
            cancellation);
}
