using System.Text.Json;
using Swarm.Core.Patterns;
using Swarm.Core.Workflows;
using Swarm.Functions.Checkpoints;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Scopes;

/// <summary>
/// Hands to work that is done again what was said of the last result, by evaluators, by a person or by both: as the
/// inputs <c>feedback</c> and <c>correction</c>, and behind a prompt.
/// </summary>
public sealed class NodeCorrections(NodeResultStore results)
{
    private const string Heading = "This is done again, as this was said of the last result:";

    /// <summary>The node with what was said; as it is where nothing was.</summary>
    public async Task<NodeDefinition> ApplyAsync(
        NodeDefinition definition, NodeRun node, string? judgement, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(node);
        if (definition.Kind != NodeKind.Work || (judgement is null && node.Correction is null))
        {
            return definition;
        }

        var said = await FindAsync(node, cancellation);
        var feedback = PlanCompiler.Escape(Join("\n", judgement, said?.Feedback));
        var correction = PlanCompiler.Escape(said?.Correction ?? "");
        var input = new Dictionary<string, JsonElement>(definition.Input);
        input.TryAdd(CheckpointOutput.Feedback, ToJson(feedback));
        input.TryAdd(CheckpointOutput.Correction, ToJson(correction));
        return definition with
        {
            Input = input,
            Prompt = definition.Prompt is { } prompt
                ? Join("\n\n", prompt, Heading, feedback, correction)
                : null,
        };
    }

    private async Task<CheckpointResult?> FindAsync(NodeRun node, CancellationToken cancellation)
    {
        if (node.Correction is not { } row)
        {
            return null;
        }

        var output = await results.FindAsync(node.Run.RunId, row, cancellation);
        return output?.Deserialize(CheckpointsJsonContext.Default.CheckpointResult)
            ?? throw new InvalidOperationException($"Run '{node.Run.RunId}' has no row '{row}'.");
    }

    private static string Join(string separator, params string?[] texts) =>
        string.Join(separator, texts.Where(text => !string.IsNullOrEmpty(text)));

    private static JsonElement ToJson(string text) =>
        JsonSerializer.SerializeToElement(text, ScopesJsonContext.Default.String);
}
