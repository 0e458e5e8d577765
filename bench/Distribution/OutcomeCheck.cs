using Swarm.Contracts;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;

namespace Swarm.Bench.Distribution;

/// <summary>
/// Whether every work item has finished exactly once in effect: as the control plane tells it, and as its workers do.
/// </summary>
internal sealed class OutcomeCheck(WireClient client, string adminKey, Ledger ledger)
{
    private const int PageSize = 500;

    private int _requeued;

    /// <summary>How often a work item was queued again.</summary>
    internal int Requeued => _requeued;

    /// <summary>What is wrong, in sentences; nothing if all is well.</summary>
    internal async Task<IReadOnlyList<string>> ListFaultsAsync(
        IEnumerable<RunDetail> runs, int nodes, CancellationToken stop)
    {
        var faults = new List<string>(ledger.Faults);
        foreach (var run in runs)
        {
            faults.AddRange(ListFaults(run, nodes));
            faults.AddRange(ListFaults(run, await ReadEventsAsync(run.Summary.Id, stop), nodes));
        }

        return faults;
    }

    private IEnumerable<string> ListFaults(RunDetail run, int nodes)
    {
        var id = run.Summary.Id;
        if (run.Summary.Status != RunStatus.Completed || run.Nodes.Count != nodes)
        {
            yield return $"run {id} ended as {run.Summary.Status} with {run.Nodes.Count} nodes: {run.Summary.Reason}";
        }

        foreach (var node in run.Nodes)
        {
            if (node.Status != NodeStatus.Completed || node.Iterations is not [{ Attempts: 1 } only])
            {
                yield return $"run {id}, node {node.Path}: {node.Status}, {node.Iterations.Count} iterations";
                continue;
            }

            var stored = only.Output?.TryGetProperty("stdout", out var text) == true ? text.GetString() : null;
            var taken = ledger.TokensTaken(only.WorkItemId!);
            var expected = taken.Select(token => Ledger.OutputOf(only.WorkItemId!, token)).ToList();

            // A worker that died after its report was stored never learned that it was taken.
            var isRight = expected.Count == 0
                ? stored?.StartsWith(only.WorkItemId + " under ", StringComparison.Ordinal) == true
                : expected.Count == 1 && stored == expected[0];
            if (!isRight)
            {
                yield return $"run {id}, node {node.Path}: has the output '{stored}', and workers were told that "
                    + $"these were taken: '{string.Join("', '", expected)}'";
            }
        }
    }

    private IEnumerable<string> ListFaults(RunDetail run, List<RunEvent> events, int nodes)
    {
        var id = run.Summary.Id;
        if (!events.Select(e => e.Sequence).SequenceEqual(Enumerable.Range(1, events.Count).Select(n => (long)n)))
        {
            yield return $"run {id}: the sequence of its events has gaps";
        }

        if (events.DistinctBy(e => e.Id).Count() != events.Count)
        {
            yield return $"run {id}: an event is told twice";
        }

        if (events is [] || events[^1].Type != RunEventTypes.RunCompleted)
        {
            yield return $"run {id}: its last event is {(events is [] ? "none" : events[^1].Type)}";
        }

        var completed = events.Where(e => e.Type == RunEventTypes.NodeCompleted).Select(e => e.Node).ToList();
        if (completed.Count != nodes || completed.Distinct().Count() != nodes)
        {
            yield return $"run {id}: {completed.Count} completions of {completed.Distinct().Count()} nodes are told";
        }

        _requeued += events.Count(e => e.Type == RunEventTypes.NodeRequeued);
    }

    private async Task<List<RunEvent>> ReadEventsAsync(string runId, CancellationToken stop)
    {
        var events = new List<RunEvent>();
        var route = ApiRoutes.RunEvents.Replace("{id}", runId, StringComparison.Ordinal);
        while (true)
        {
            var after = events.Count == 0 ? 0 : events[^1].Sequence;
            var page = await client.InsistAsync(
                HttpMethod.Get, $"{route}?after={after}&limit={PageSize}", adminKey, static () => null,
                WireClient.Json.ListPageRunEvent, new Random(0), stop);
            if (page!.Items.Count == 0)
            {
                return events;
            }

            events.AddRange(page.Items);
        }
    }
}
