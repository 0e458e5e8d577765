using Swarm.Contracts.Content;
using Swarm.Contracts.Snapshots;

namespace Swarm.Contracts.WorkItems;

/// <summary>A piece of work under a lease: everything that a worker needs to do it.</summary>
public sealed record WorkItem
{
    /// <summary>Its id, derived from run, node, iteration and attempt.</summary>
    public required string Id { get; init; }

    /// <summary>The run that it belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>The node that it does.</summary>
    public required string Node { get; init; }

    /// <summary>The node's iteration, counted from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>The attempt within the iteration, counted from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// The fencing token: every report, log and heartbeat names it; a newer one ends this one's rights.
    /// </summary>
    public required long Token { get; init; }

    /// <summary>Until when the lease holds without a heartbeat.</summary>
    public required DateTimeOffset LeaseEndsAt { get; init; }

    /// <summary>The tool that does it: <c>shell</c>, <c>noop</c> for benchmarks, or the name of an AI tool.</summary>
    public required string Tool { get; init; }

    /// <summary>Its time limit, from the start of the work; the worker ends it then.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What to run, for the tool <c>shell</c>.</summary>
    public ShellWork? Shell { get; init; }

    /// <summary>What to ask for, for every tool that is asked in words.</summary>
    public AiWork? Ai { get; init; }

    /// <summary>
    /// What to run or ask, as a <see cref="WorkPayload"/> in JSON, when it is too large for <see cref="Shell"/> and
    /// <see cref="Ai"/>, in whose place it then counts; null otherwise.
    /// </summary>
    public ContentReference? Payload { get; init; }

    /// <summary>
    /// Large inputs, by the environment variable that a small one would have. The worker fetches them into files.
    /// </summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, ContentReference> Inputs { get; set; } =
        new Dictionary<string, ContentReference>();

    /// <summary>Where in git to work; null for work without a repository.</summary>
    public GitWork? Git { get; init; }

    /// <summary>What people have said to its run before it started, the oldest first.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Directives { get; set; } = [];

    /// <summary>What was answered to its questions so far, the oldest first.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<WorkAnswer> Answers { get; set; } = [];

    /// <summary>The progress that an earlier delivery saved; null when it begins anew.</summary>
    public WorkSnapshot? Snapshot { get; init; }
}
