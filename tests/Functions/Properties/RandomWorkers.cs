using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.WorkItems;
using Swarm.Contracts.Workers;
using Swarm.Core.Workflows;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Properties;

/// <summary>
/// The workers of random workflows: one that anybody may have set up, and one that is trusted. They note what was asked
/// of them, and what they should not have been given.
/// </summary>
internal sealed class RandomWorkers(ControlPlane plane) : IAsyncDisposable
{
    /// <summary>A label that both have.</summary>
    public const string Usual = "usual";

    /// <summary>A label that only the trusted one has.</summary>
    public const string Special = "special";

    /// <summary>A label that neither has.</summary>
    public const string Nowhere = "nowhere";

    private const int Slots = 6;

    private readonly WorkItemStore _items = plane.Services.GetRequiredService<WorkItemStore>();
    private readonly ConcurrentDictionary<string, string> _held = new();
    private readonly ConcurrentDictionary<(string Run, string Node), NodePlacement> _asked = new();
    private readonly List<FakeWorker> _workers = [];

    /// <summary>What should not have happened.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    public async Task StartAsync()
    {
        await StartAsync("anybody", isTrusted: false, Usual);
        await StartAsync("trusted", isTrusted: true, Usual, Special);
    }

    /// <summary>By node, where the work of a run was to be done; it is forgotten with this.</summary>
    public IReadOnlyDictionary<string, NodePlacement> TakeAsked(string runId)
    {
        var asked = _asked.Where(known => known.Key.Run == runId).ToDictionary(p => p.Key.Node, p => p.Value);
        foreach (var node in asked.Keys)
        {
            _asked.TryRemove((runId, node), out _);
        }

        return asked;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private async Task StartAsync(string machine, bool isTrusted, params string[] labels) => _workers.Add(
        await FakeWorker.StartAsync(
            plane,
            (item, cancellation) => WorkAsync(item, isTrusted, labels, cancellation),
            Slots,
            tools: ["shell", "claude-code"],
            machine: new FakeMachine(machine, isTrusted, Beats: true, new WorkerProfile { Labels = labels })));

    private async Task<ReportRequest> WorkAsync(
        WorkItem item, bool isTrusted, string[] labels, CancellationToken cancellation)
    {
        var placement = (await _items.FindAsync(item.RunId, item.Id, cancellation))!.Spec.Placement;
        _asked[(item.RunId, item.Node)] = placement;
        if ((placement.Privacy == Privacy.Sensitive && !isTrusted) || placement.Labels.Except(labels).Any())
        {
            Problems.Enqueue($"{item.Id} went to a worker that does not fit.");
        }

        var names = item.Shell?.Environment.GetValueOrDefault(RandomWorkflows.Held)?.Split(' ') ?? [];
        foreach (var name in names.Where(name => !_held.TryAdd(name, item.Id)))
        {
            Problems.Enqueue($"{item.Id} began while {_held.GetValueOrDefault(name)} had the lock {name}.");
        }

        await Task.Yield();
        Array.ForEach(names, name => _held.TryRemove(name, out _));
        return FakeWork.Do(FakeCall.Of(item)).Report(item);
    }
}
