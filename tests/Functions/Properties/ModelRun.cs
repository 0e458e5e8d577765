using Swarm.Contracts.Allocation;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>One iteration of a node in the model, or one item of it.</summary>
/// <param name="Node">What it does.</param>
/// <param name="Scope">What it can refer to.</param>
/// <param name="Path">Where it is shown.</param>
/// <param name="Iteration">Its iteration under this path.</param>
/// <param name="IsAgain">True when it runs because of what somebody has said of the last result.</param>
/// <param name="IsReviewed">True when a person is asked about its result.</param>
/// <param name="Subject">The node that it judges or undoes, which makes it as private; null for a node itself.</param>
internal sealed record ModelRun(
    NodeDefinition Node,
    ModelScope Scope,
    string Path,
    int Iteration,
    bool IsAgain = false,
    bool IsReviewed = false,
    NodeDefinition? Subject = null)
{
    /// <summary>Privacy grows on the way inwards, and never gets less.</summary>
    public Privacy Privacy =>
        new[] { Scope.Privacy, Node.Placement.Privacy, Subject?.Placement.Privacy ?? default }.Max();

    /// <summary>What its worker is given; false when it refers to what is not there.</summary>
    public bool TryCall(int attempt, out FakeCall call)
    {
        var asked = Node.Run ?? (Node.Script is { } script ? ["script", script] : ["ask", Node.Prompt!]);
        var isWhole = Scope.TryResolve(asked, out var run);
        string? given = null;
        if (Node.Input.TryGetValue(FakeCall.Input, out var value))
        {
            isWhole &= Scope.TryResolve([value.GetString()!], out var input);
            given = input[0];
        }

        var previous = Node.Previous is null ? null : ModelScope.Plain(Scope.Previous);
        call = new FakeCall(
            Path, Iteration, attempt, run, given, previous is null ? null : ModelScope.TextOf(previous), IsAgain);
        return isWhole;
    }
}
