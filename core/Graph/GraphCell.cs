using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Core.Workflows;

namespace Swarm.Core.Graph;

/// <summary>What changes about a node while its graph runs.</summary>
internal sealed class GraphCell(NodeDefinition definition)
{
    private readonly List<NodeRound> _rounds = [];

    public NodeDefinition Definition { get; } = definition;

    public CellPhase Phase { get; private set; } = CellPhase.Waiting;

    /// <summary>The last iteration that began.</summary>
    public int Iteration { get; private set; }

    /// <summary>An iteration that still runs although a loop has begun the next; null for none.</summary>
    public int? Stale { get; private set; }

    /// <summary>How many incoming edges are taken.</summary>
    public int Taken { get; set; }

    /// <summary>How many incoming edges are not decided yet.</summary>
    public int Undecided { get; set; }

    public JsonElement? Output { get; private set; }

    public string? Reason { get; private set; }

    public bool HasEnded =>
        Phase is CellPhase.Completed or CellPhase.Failed or CellPhase.Skipped or CellPhase.Cancelled;

    public bool IsActive => Phase is CellPhase.Ready or CellPhase.Running;

    public void MakeReady() => Phase = CellPhase.Ready;

    public NodeStart Begin()
    {
        Phase = CellPhase.Running;
        _rounds.Add(new NodeRound(++Iteration, NodeStatus.InProgress, Superseded: false));
        return new NodeStart(Definition.Id, Iteration);
    }

    public void End(CellPhase phase, JsonElement output, string? reason)
    {
        Phase = phase;
        Output = output.ValueKind == JsonValueKind.Undefined ? null : output;
        Reason = reason;
        _rounds[^1] = _rounds[^1] with { Status = ToStatus(phase) };
    }

    /// <summary>Ends a round that was never begun: it counts, and nothing ran.</summary>
    public int EndUnbegun(CellPhase phase)
    {
        Phase = phase;
        _rounds.Add(new NodeRound(++Iteration, ToStatus(phase), Superseded: false));
        return Iteration;
    }

    public void EndStale(CellPhase phase)
    {
        var round = _rounds.FindIndex(r => r.Iteration == Stale);
        _rounds[round] = _rounds[round] with { Status = ToStatus(phase) };
        Stale = null;
    }

    /// <summary>Makes the node wait for its next iteration. What still runs is left to end by itself.</summary>
    public void Reset()
    {
        if (Phase == CellPhase.Running)
        {
            Stale = Iteration;
        }

        if (_rounds.Count > 0)
        {
            _rounds[^1] = _rounds[^1] with { Superseded = true };
        }

        Phase = CellPhase.Waiting;
        Output = null;
        Reason = null;
        Taken = 0;
        Undecided = 0;
    }

    public NodeSnapshot ToSnapshot() => new(Definition.Id, ToStatus(Phase), Iteration, [.. _rounds], Reason);

    private static NodeStatus ToStatus(CellPhase phase) => phase switch
    {
        CellPhase.Waiting or CellPhase.Ready => NodeStatus.Pending,
        CellPhase.Running => NodeStatus.InProgress,
        CellPhase.Completed => NodeStatus.Completed,
        CellPhase.Failed => NodeStatus.Failed,
        CellPhase.Skipped => NodeStatus.Skipped,
        _ => NodeStatus.Cancelled,
    };
}
