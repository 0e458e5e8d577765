using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Runs;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Runs;

/// <summary>
/// What somebody asked of a run. The row decides; events that tell of it are hints. A change that changes nothing
/// returns the same document.
/// </summary>
/// <param name="Version">Grows with each change.</param>
/// <param name="CancelRequested">True once the run is to end: nothing new starts, nothing more is claimed.</param>
/// <param name="Reason">Why, in the caller's words.</param>
/// <param name="At">When it was asked last.</param>
public sealed record ControlDocument(long Version, bool CancelRequested, string? Reason, DateTimeOffset At)
{
    /// <summary>How many marks are kept. The work of older ones has long ended.</summary>
    public const int MaxMarks = 2_000;

    /// <summary>Nodes that are to end although the run goes on; null for none.</summary>
    public IReadOnlyList<NodeMark>? Cancelled { get; init; }

    /// <summary>True while nothing new may begin. What is queued stays queued, and nobody can claim it.</summary>
    public bool Paused { get; init; }

    /// <summary>True when the run is to end in such a way that it can be retried.</summary>
    public bool StopRequested { get; init; }

    /// <summary>The attempt of the run that goes on. What belongs to an earlier one is to end.</summary>
    public int Attempt { get; init; }

    /// <summary>What people have said to the run; null for nothing.</summary>
    public IReadOnlyList<Directive>? Directives { get; init; }

    /// <summary>The checkpoints that people have opened by hand; null for none.</summary>
    public IReadOnlyList<OpenedCheckpoint>? Opened { get; init; }

    public static ControlDocument Empty(DateTimeOffset at) => new(0, CancelRequested: false, Reason: null, at);

    /// <summary>
    /// Whether a node is to end: by itself, with what it lies in, with the whole run, or with an attempt of the run
    /// that is over. What a workflow undoes because it has failed is not ended by what fails around it.
    /// </summary>
    public bool Covers(string path, int iteration, int attempt) =>
        CancelRequested
        || attempt < Attempt
        || (Cancelled is { } marks
            && marks.Any(mark => mark.Covers(path, iteration))
            && !NodePath.IsUndoing(path));

    /// <summary>Marks nodes; those that are marked already change nothing.</summary>
    public ControlDocument Mark(IReadOnlyList<NodeMark> nodes, DateTimeOffset at)
    {
        var known = Cancelled ?? [];
        NodeMark[] added = [.. nodes.Where(node => !known.Contains(node))];
        return added.Length == 0
            ? this
            : Next(at) with { Cancelled = [.. known.Concat(added).TakeLast(MaxMarks)] };
    }

    public ControlDocument Pause(string? reason, DateTimeOffset at) =>
        Paused || CancelRequested ? this : Next(at) with { Paused = true, Reason = reason };

    public ControlDocument Resume(DateTimeOffset at) =>
        Paused ? Next(at) with { Paused = false, Reason = null } : this;

    /// <summary>Ends the run for good; one that is being stopped already is cancelled instead.</summary>
    public ControlDocument Cancel(string? reason, DateTimeOffset at) =>
        CancelRequested && !StopRequested
            ? this
            : Next(at) with { CancelRequested = true, StopRequested = false, Paused = false, Reason = reason };

    /// <summary>Ends the run in such a way that it can be retried; a cancellation stands.</summary>
    public ControlDocument Stop(string? reason, DateTimeOffset at) =>
        CancelRequested
            ? this
            : Next(at) with { CancelRequested = true, StopRequested = true, Paused = false, Reason = reason };

    /// <summary>Says something to the run.</summary>
    public ControlDocument Direct(Directive directive, DateTimeOffset at) =>
        Next(at) with { Directives = [.. Directives ?? [], directive] };

    /// <summary>What people have said to a node, the oldest first; what comes later stands behind it.</summary>
    public IEnumerable<Directive> DirectivesFor(string path) => (Directives ?? [])
        .Where(directive => directive.Node is null || NodePath.IsWithin(path, directive.Node));

    /// <summary>Opens a checkpoint.</summary>
    public ControlDocument Open(OpenedCheckpoint checkpoint, DateTimeOffset at) =>
        Next(at) with { Opened = [.. Opened ?? [], checkpoint] };

    /// <summary>The checkpoint opened by hand before which a node is to wait; null for none.</summary>
    public OpenedCheckpoint? OpenedBefore(string path) => Opened?.FirstOrDefault(one => one switch
    {
        { IsSettled: true } => false,
        { AsksBefore: { } node } => node == path,
        { Node: { } node } => NodePath.IsWithin(path, node),
        _ => true,
    });

    /// <summary>A checkpoint asks before a node, and before no other.</summary>
    public ControlDocument Ask(int number, string path, int iteration, DateTimeOffset at) => Change(
        number,
        one => one.AsksBefore is null ? one with { AsksBefore = path, SinceIteration = iteration } : one,
        at);

    /// <summary>A checkpoint asks no more.</summary>
    public ControlDocument Settle(int number, DateTimeOffset at) =>
        Change(number, one => one.IsSettled ? one : one with { IsSettled = true }, at);

    /// <summary>Begins another attempt: what was asked of the last one counts no more.</summary>
    public ControlDocument Begin(int attempt, DateTimeOffset at) => Next(at) with
    {
        Attempt = attempt,
        CancelRequested = false,
        StopRequested = false,
        Paused = false,
        Reason = null,
        Cancelled = null,
        Opened = Opened is null ? null : [.. Opened.Select(one => one with { IsSettled = true })],
    };

    private ControlDocument Change(
        int number, Func<OpenedCheckpoint, OpenedCheckpoint> change, DateTimeOffset at)
    {
        OpenedCheckpoint[] changed = [.. (Opened ?? []).Select(one => one.Number == number ? change(one) : one)];
        return changed.SequenceEqual(Opened ?? []) ? this : Next(at) with { Opened = changed };
    }

    private ControlDocument Next(DateTimeOffset at) => this with { Version = Version + 1, At = at };
}
