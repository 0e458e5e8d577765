using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Swarm.Contracts.Allocation;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Functions.Properties;

/// <summary>What the nodes of one workflow can refer to, in the model.</summary>
internal sealed partial class ModelScope(string path, IReadOnlyDictionary<string, JsonNode?> inputs)
{
    private readonly Dictionary<string, JsonNode?> _outputs = [];

    public IReadOnlyDictionary<string, JsonNode?> Inputs => inputs;

    /// <summary>What the step before has put out.</summary>
    public JsonNode? Previous => PreviousStep is null ? null : _outputs.GetValueOrDefault(PreviousStep);

    /// <summary>True when all of the workflow is done again because of what somebody has said.</summary>
    public bool IsAgain { get; init; }

    /// <summary>How private all of it is at least.</summary>
    public Privacy Privacy { get; init; }

    /// <summary>Which one that is.</summary>
    public string? PreviousStep { get; set; }

    public Dictionary<string, JsonNode?> Locals { get; private init; } = [];

    /// <summary>What a pattern itself puts out; null for one that puts out what its nodes do.</summary>
    public JsonObject? Result { get; set; }

    /// <summary>The plain result of an output.</summary>
    public static JsonNode? Plain(JsonNode? output) => (output?["value"] ?? output?["stdout"])?.DeepClone();

    /// <summary>A value inside of a text.</summary>
    public static string TextOf(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();

    public string PathOf(string node) => path.Length == 0 ? node : $"{path}.{node}";

    public ModelScope With(params (string Name, JsonNode? Value)[] locals)
    {
        var scope = new ModelScope(path, inputs)
        {
            Locals = locals.ToDictionary(local => local.Name, local => local.Value?.DeepClone()),
            PreviousStep = PreviousStep,
            IsAgain = IsAgain,
            Privacy = Privacy,
        };
        foreach (var (id, output) in _outputs)
        {
            scope._outputs[id] = output;
        }

        return scope;
    }

    /// <summary>What those see who judge what a node has put out.</summary>
    public ModelScope WithPrevious(NodeDefinition node, ModelNode ended)
    {
        var scope = With([.. Locals.Select(local => (local.Key, local.Value))]);
        scope.Keep(node, ended);
        scope.PreviousStep = node.Id;
        return scope;
    }

    /// <summary>A node has ended, and others may refer to it.</summary>
    public void Keep(NodeDefinition node, ModelNode ended)
    {
        if (ended.Output is not null)
        {
            _outputs[node.Id] = ended.Output;
        }
    }

    /// <summary>
    /// What a workflow puts out that does not say so: the last step of a sequence, or all side by side.
    /// </summary>
    public JsonNode? Default(WorkflowDefinition workflow) => workflow.Pattern switch
    {
        WorkflowPattern.Sequential => _outputs.GetValueOrDefault(workflow.Nodes[^1].Id)?.DeepClone(),
        _ => new JsonObject(),
    };

    public bool TryResolve(IReadOnlyList<string> run, out IReadOnlyList<string> resolved)
    {
        var texts = new List<string>();
        resolved = texts;
        foreach (var argument in run)
        {
            var isWhole = true;
            texts.Add(Reference().Replace(argument, match =>
            {
                isWhole &= TryFind(match.Groups["path"].Value, out var value);
                return value is null ? "" : TextOf(value);
            }));
            if (!isWhole)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Texts by name, each with its references filled in; false when one refers to what is not there.
    /// </summary>
    public bool TryFill(
        IReadOnlyDictionary<string, JsonElement> texts, out IReadOnlyDictionary<string, JsonNode?> filled)
    {
        var isWhole = TryResolve([.. texts.Values.Select(text => text.GetString()!)], out var resolved);
        filled = texts.Keys.Zip(resolved).ToDictionary(
            text => text.First, text => (JsonNode?)JsonValue.Create(text.Second));
        return isWhole;
    }

    public JsonNode? Resolve(JsonElement value, bool isLenient = false)
    {
        if (value.ValueKind != JsonValueKind.String || !Reference().IsMatch(value.GetString()!))
        {
            return JsonNode.Parse(value.GetRawText());
        }

        var found = TryFind(Reference().Match(value.GetString()!).Groups["path"].Value, out var node);
        Assert.True(found || isLenient);
        return node?.DeepClone();
    }

    private bool TryFind(string reference, out JsonNode? value)
    {
        var parts = reference.Split('.');
        value = parts[0] switch
        {
            "inputs" => inputs.GetValueOrDefault(parts[1]),
            "previous" => Previous,
            var root when Locals.TryGetValue(root, out var local) => local,
            var id => _outputs.GetValueOrDefault(id),
        };
        var found = value is not null || Locals.ContainsKey(parts[0]);
        foreach (var part in parts.Skip(parts[0] == "inputs" ? 2 : 1))
        {
            var within = value as JsonObject;
            found = within is not null && within.TryGetPropertyValue(part, out value);
            value = found ? value : null;
        }

        return found;
    }

    [GeneratedRegex(@"\$\{(?<path>[^}]+)\}", RegexOptions.None, 1000)]
    private static partial Regex Reference();
}
