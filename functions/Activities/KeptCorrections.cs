using System.Globalization;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Activities;

/// <summary>
/// Finds how often people have corrected the result of a node in earlier attempts of a run. Where the node runs again
/// it goes on behind the last of these corrections, and nobody is asked once more about what he has corrected.
/// </summary>
public sealed class KeptCorrections(SwarmTables tables)
{
    /// <summary>What is kept of a node, with the corrections of its result.</summary>
    /// <param name="kept">What was found of the node itself.</param>
    /// <param name="run">The run.</param>
    /// <param name="node">The node.</param>
    /// <param name="oldest">Corrections of earlier attempts of the run do not count.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<KeptNode> AddAsync(
        KeptNode kept, RunDocument run, NodeRun node, int oldest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kept);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(node);
        var question = NodeReview.Question(node) with { Review = 1 };
        var asked = await tables.FindNodeAsync(run.Id, question.Path(), cancellation);
        var last = asked?.Iterations.LastOrDefault(iteration =>
            NodeDocument.AttemptOf(iteration) < node.Run.Attempt
            && NodeDocument.AttemptOf(iteration) >= oldest
            && NodeReview.IsCorrection(iteration.Output));
        var count = Math.Min(last?.Number ?? 0, run.From is { } from ? CycleOf(node, from) : int.MaxValue);
        return count == 0 ? kept : kept with
        {
            Corrected = count,
            Correction = (question with { Review = count }).ResultRow(),
        };
    }

    /// <summary>
    /// After how many corrections something ran that lies inside of a list or an inner workflow: somebody wants it to
    /// run again from there. As many as there are where it lies elsewhere.
    /// </summary>
    private static int CycleOf(NodeRun node, NodeMark from)
    {
        var place = node.Place();
        if (!from.Path.StartsWith(place, StringComparison.Ordinal))
        {
            return int.MaxValue;
        }

        var inside = from.Path[place.Length..];
        if (node.FanOut is null)
        {
            return inside.StartsWith('.') ? 0 : NumberAt(inside, '+') ?? int.MaxValue;
        }

        var item = inside.StartsWith('[') ? inside.IndexOf(']', StringComparison.Ordinal) : -1;
        return item < 0 ? int.MaxValue
            : item == inside.Length - 1 ? from.Iteration - 1
            : (NumberAt(inside[(item + 1)..], '@') ?? 1) - 1;
    }

    /// <summary>The number behind a sign; null when the text does not begin with the sign and a number.</summary>
    private static int? NumberAt(string text, char sign)
    {
        var digits = text.Skip(1).TakeWhile(char.IsAsciiDigit).Count();
        return text.StartsWith(sign)
            && int.TryParse(text.AsSpan(1, digits), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
