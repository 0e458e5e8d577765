using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Core.Json;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Core.Patterns;

/// <summary>
/// Makes a graph of a director's plan. What the director wrote is data: it is filled into the texts of the workers that
/// the workflow's author wrote, and nothing in it is ever read as a reference.
/// </summary>
public sealed class PlanCompiler
{
    /// <summary>The input by which a subtask gets what those put out that it needs.</summary>
    public const string Results = "results";

    private readonly Subtask _subtask;
    private readonly JsonElement _task;

    private PlanCompiler(Subtask subtask)
    {
        _subtask = subtask;
        var task = new Dictionary<string, JsonElement>
        {
            ["id"] = JsonSerializer.SerializeToElement(subtask.Id, CoreJsonContext.Default.String),
            ["title"] = JsonSerializer.SerializeToElement(subtask.Title ?? subtask.Id, CoreJsonContext.Default.String),
            ["input"] = JsonSerializer.SerializeToElement(
                new Dictionary<string, JsonElement>(subtask.Input),
                CoreJsonContext.Default.DictionaryStringJsonElement),
        };
        _task = JsonSerializer.SerializeToElement(task, CoreJsonContext.Default.DictionaryStringJsonElement);
    }

    /// <summary>The graph of a plan.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="plan">The plan, as <see cref="PlanReader"/> has read it.</param>
    /// <param name="workers">The workers that it names, by name.</param>
    public static WorkflowDefinition Compile(
        string name, Plan plan, IReadOnlyDictionary<string, NodeDefinition> workers)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new WorkflowDefinition
        {
            Name = name,
            Pattern = WorkflowPattern.Graph,
            Nodes = [.. plan.Subtasks.Select(task => new PlanCompiler(task).Fill(workers[task.Worker]))],
            Edges =
            [
                .. plan.Subtasks.SelectMany(task =>
                    task.Needs.Select(need => new EdgeDefinition { From = need, To = task.Id })),
            ],
        };
    }

    /// <summary>
    /// A subtask without the results of those that it needs and that have put nothing out: they have failed, and the
    /// plan says to go on.
    /// </summary>
    public static NodeDefinition WithoutMissing(NodeDefinition subtask, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(subtask);
        if (!subtask.Input.TryGetValue(Results, out var results) || results.ValueKind != JsonValueKind.Object)
        {
            return subtask;
        }

        var there = results.EnumerateObject()
            .Where(result => known.Contains(result.Name) || !IsReferenceTo(result.Name, result.Value))
            .ToDictionary(result => result.Name, result => result.Value);
        return subtask with
        {
            Input = new Dictionary<string, JsonElement>(subtask.Input)
            {
                [Results] = JsonSerializer.SerializeToElement(
                    there, CoreJsonContext.Default.DictionaryStringJsonElement),
            },
        };
    }

    /// <summary>A text that means itself, whatever it holds.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static bool IsReferenceTo(string subtask, JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() == $"${{{subtask}}}";

    private NodeDefinition Fill(NodeDefinition worker)
    {
        var filled = FillTexts(worker);
        var input = new Dictionary<string, JsonElement>(filled.Input);
        foreach (var (name, value) in _subtask.Input)
        {
            input[name] = EscapeDeep(value);
        }

        if (_subtask.Needs.Count > 0 && !input.ContainsKey(Results) && worker.Kind == NodeKind.Work)
        {
            input[Results] = JsonSerializer.SerializeToElement(
                _subtask.Needs.ToDictionary(
                    need => need,
                    need => JsonSerializer.SerializeToElement($"${{{need}}}", CoreJsonContext.Default.String)),
                CoreJsonContext.Default.DictionaryStringJsonElement);
        }

        return filled with
        {
            Id = _subtask.Id,
            Input = input,
            Evaluation = worker.Evaluation is { } evaluation ? Fill(evaluation) : null,
            Checkpoint = worker.Checkpoint is { } checkpoint
                ? checkpoint with { Question = FillText(checkpoint.Question) }
                : null,
            ContinueOnFailure = worker.ContinueOnFailure || _subtask.ContinueOnFailure,
        };
    }

    private EvaluationDefinition Fill(EvaluationDefinition evaluation) => evaluation with
    {
        Evaluators =
        [
            .. evaluation.Evaluators.Select(evaluator => evaluator with
            {
                Node = FillTexts(evaluator.Node) with { Previous = _subtask.Id },
            }),
        ],
    };

    private NodeDefinition FillTexts(NodeDefinition worker) => worker with
    {
        Run = worker.Run?.Select(FillText).ToList(),
        Prompt = worker.Prompt is null ? null : FillText(worker.Prompt),
        Ai = worker.Ai is { Instructions: { } instructions } ai
            ? ai with { Instructions = FillText(instructions) }
            : worker.Ai,
        Locks = [.. worker.Locks.Select(FillText)],
        Env = worker.Env.ToDictionary(p => p.Key, p => FillText(p.Value)),
        Input = worker.Input.ToDictionary(p => p.Key, p => FillDeep(p.Value)),
        Commit = worker.Commit is null ? null : FillText(worker.Commit),
    };

    private string FillText(string template)
    {
        var text = new StringBuilder();
        foreach (var part in Template.Read(template))
        {
            text.Append(part.Reference switch
            {
                null when part.Problem is null => Escape(part.Text),
                { } path when path.Segments[0] == ReferenceRoots.Subtask => Escape(ToText(path)),
                _ => part.Text,
            });
        }

        return text.ToString();
    }

    private JsonElement FillDeep(JsonElement value) => Map(value, FillText);

    private static JsonElement EscapeDeep(JsonElement value) => Map(value, Escape);

    private static JsonElement Map(JsonElement value, Func<string, string> text) =>
        JsonSerializer.SerializeToElement(MapNode(value, text), CoreJsonContext.Default.JsonNode);

    private static JsonNode? MapNode(JsonElement value, Func<string, string> text) => value.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(value.EnumerateObject().Select(p =>
            KeyValuePair.Create(p.Name, MapNode(p.Value, text)))),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(item => MapNode(item, text))]),
        JsonValueKind.String => JsonValue.Create(text(value.GetString()!)),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private string ToText(DataPath path)
    {
        if (!path.TryGet(_task, out var value, skip: 1) || value.ValueKind == JsonValueKind.Null)
        {
            return "";
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }
}
