using Swarm.Contracts.Runs;

namespace Swarm.Cli.Demos;

/// <summary>What it brought that branches of a run went on side by side, by the times of their nodes.</summary>
/// <param name="Sequential">How long the branches took, each by itself, summed up: one after the other.</param>
/// <param name="Parallel">How long it was from the first one's start to the last one's end.</param>
/// <param name="SpeedUp">How many times faster that is.</param>
internal sealed record BranchSpeedUp(TimeSpan Sequential, TimeSpan Parallel, double SpeedUp)
{
    /// <summary>Null when a branch has not run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="branches">The nodes of each branch.</param>
    public static BranchSpeedUp? Of(RunDetail run, IReadOnlyList<IReadOnlyList<string>> branches)
    {
        var spans = branches.Select(branch => SpanOf(run, branch)).ToList();
        if (spans.Count == 0 || spans.Exists(span => span is null))
        {
            return null;
        }

        var sequential = TimeSpan.FromTicks(spans.Sum(span => (span!.Value.End - span.Value.Start).Ticks));
        var parallel = spans.Max(span => span!.Value.End) - spans.Min(span => span!.Value.Start);
        return parallel > TimeSpan.Zero
            ? new BranchSpeedUp(sequential, parallel, Math.Round(sequential / parallel, 2))
            : null;
    }

    /// <summary>From the first start of a branch's work to its last end; what was skipped did no work.</summary>
    private static (DateTimeOffset Start, DateTimeOffset End)? SpanOf(RunDetail run, IReadOnlyList<string> nodes)
    {
        var worked = run.Nodes
            .Where(node => nodes.Contains(node.Path))
            .SelectMany(node => node.Iterations)
            .Where(iteration => iteration is { StartedAt: not null, FinishedAt: not null })
            .ToList();
        if (worked.Count == 0)
        {
            return null;
        }

        var start = worked.Min(iteration => iteration.StartedAt!.Value);
        return (start, worked.Max(iteration => iteration.FinishedAt!.Value));
    }
}
