using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Core.Evaluations;
using Swarm.Core.Json;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Evaluations;

/// <summary>The rows of a run's partition that say how its work was judged: <see cref="Evaluation"/>.</summary>
internal static class EvaluationRows
{
    public static string Of(string workItemId) => $"evaluation:{workItemId}";

    /// <summary>What a node has put out, with its score beside.</summary>
    public static JsonElement AddTo(JsonElement output, Evaluation? evaluation)
    {
        if (evaluation is null || output.ValueKind != JsonValueKind.Object)
        {
            return output;
        }

        var all = JsonObject.Create(output)!;
        all[EvaluationOutput.Score] = evaluation.Score;
        all[EvaluationOutput.Evaluation] =
            JsonSerializer.SerializeToNode(evaluation, EvaluationsJsonContext.Default.Evaluation);
        return JsonSerializer.SerializeToElement<JsonNode>(all, CoreJsonContext.Default.JsonNode);
    }
}
