using System.Text.Json;
using Swarm.Core.Workflows;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Scopes;

/// <summary>
/// Hands what was said at a checkpoint to the work that is done again because of it: as the inputs
/// <c>feedback</c> and <c>correction</c>, and behind a prompt.
/// </summary>
public sealed class NodeCorrections(NodeResultStore results)
{
    private const string Heading = "This is done again because of what a person said to the last result:";

    /// <summary>The node with what was said; as it is where nothing was.</summary>
    public async Task<NodeDefinition> ApplyAsync(
        NodeDefinition definition, NodeRun node, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(node);
        if (node.Correction is not { } row || definition.Kind != NodeKind.Work)
        {
            return definition;
        }

        var output = await results.FindAsync(node.Run.RunId, row, cancellation);
        var said = output?.Deserialize(CheckpointsJsonContext.Default.CheckpointResult)
            ?? throw new InvalidOperationException($"Run '{node.Run.RunId}' has no row '{row}'.");
        var (feedback, correction) = (ToLiteral(said.Feedback), ToLiteral(said.Correction));
        var input = new Dictionary<string, JsonElement>(definition.Input);
        input.TryAdd(CheckpointOutput.Feedback, ToJson(feedback));
        input.TryAdd(CheckpointOutput.Correction, ToJson(correction));
        var words = string.Join("\n\n", new[] { feedback, correction }.Where(text => text.Length > 0));
        return definition with
        {
            Input = input,
            Prompt = definition.Prompt is { } prompt ? $"{prompt}\n\n{Heading}\n\n{words}" : null,
        };
    }

    /// <summary>What looks like a reference in it is none.</summary>
    private static string ToLiteral(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static JsonElement ToJson(string text) =>
        JsonSerializer.SerializeToElement(text, ScopesJsonContext.Default.String);
}
