using Swarm.Contracts.WorkItems;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>What a command of a random workflow is given.</summary>
/// <param name="Path">The node, as it is shown.</param>
/// <param name="Iteration">Its iteration under this path.</param>
/// <param name="Attempt">The attempt within the iteration.</param>
/// <param name="Run">Program and arguments; for an AI tool, its prompt.</param>
/// <param name="Given">Its input <c>a</c>, if it has one.</param>
/// <param name="Previous">What the step before it has put out, if there is one.</param>
/// <param name="IsAgain">True when it is told why the work is done again.</param>
internal sealed record FakeCall(
    string Path,
    int Iteration,
    int Attempt,
    IReadOnlyList<string> Run,
    string? Given,
    string? Previous,
    bool IsAgain)
{
    /// <summary>The input by which random nodes are given something.</summary>
    public const string Input = "a";

    /// <summary>What a worker is given.</summary>
    public static FakeCall Of(WorkItem item)
    {
        var shell = item.Shell;
        var given = shell?.Environment ?? new Dictionary<string, string>();
        return new FakeCall(
            item.Node,
            item.Iteration,
            item.Attempt,
            shell?.Run ?? (shell?.Script is { } script ? ["script", script] : ["ask", Asked(item.Ai!.Prompt)]),
            given.GetValueOrDefault(InputVariables.NameOf(Input)),
            given.GetValueOrDefault(InputVariables.NameOf(ReferenceRoots.Previous)),
            given.ContainsKey(InputVariables.NameOf(CheckpointOutput.Feedback))
            || item.Ai?.Prompt.Contains('\n', StringComparison.Ordinal) == true);
    }

    /// <summary>What stands behind a prompt is told by the product in its own words.</summary>
    private static string Asked(string prompt) => prompt.Split('\n')[0];
}
