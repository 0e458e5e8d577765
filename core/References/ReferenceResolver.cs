using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Core.Json;
using Swarm.Core.Workflows;

namespace Swarm.Core.References;

/// <summary>
/// Fills in a node's references. A text that is one reference and nothing else takes the value with its type; inside
/// of other text a value becomes text. Scripts are left alone: no shell text is ever built from data.
/// </summary>
public sealed class ReferenceResolver
{
    private static readonly JsonElement Null = JsonElement.Parse("null");

    private readonly ReferenceScope _scope;
    private readonly JsonElement _run;
    private int _length;

    private ReferenceResolver(ReferenceScope scope)
    {
        _scope = scope;
        _run = scope.Run.ToJson();
    }

    public static NodeResolution Resolve(NodeDefinition node, ReferenceScope scope)
    {
        try
        {
            return new NodeResolution(new ReferenceResolver(scope).ResolveNode(node), Failure: null);
        }
        catch (ReferenceException e)
        {
            return new NodeResolution(Node: null, $"Node '{node.Id}' cannot start: {e.Message}");
        }
    }

    private ResolvedNode ResolveNode(NodeDefinition node)
    {
        var input = node.Input.ToDictionary(p => p.Key, p => ResolveValue($"input.{p.Key}", p.Value));
        var environment = node.Env.ToDictionary(p => p.Key, p => ResolveText($"env.{p.Key}", p.Value)!);
        foreach (var (name, value) in input)
        {
            environment[InputVariables.NameOf(name)] = CheckText($"input.{name}", ToText(value));
        }

        return new ResolvedNode
        {
            Run = node.Run?.Select((argument, i) => ResolveText($"run[{i}]", argument)!).ToList(),
            Script = node.Script,
            Prompt = ResolveText("prompt", node.Prompt),
            Input = input,
            Environment = environment,
            Commit = ResolveText("commit", node.Commit),
            Merge = ResolveRefName("merge", node.Merge),
            Tag = ResolveRefName("tag", node.Tag),
        };
    }

    private string? ResolveRefName(string field, string? template)
    {
        var name = ResolveText(field, template);
        return name is null || GitRefName.IsValid(name)
            ? name
            : throw new ReferenceException($"{field} is '{name}', which is no name for git.");
    }

    private string? ResolveText(string field, string? template)
    {
        if (template is null)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in Template.Read(template))
        {
            text.Append(part.Reference is null ? part.Text : ToText(Find(field, part)));
        }

        return CheckText(field, text.ToString());
    }

    private JsonElement ResolveValue(string field, JsonElement value)
    {
        var resolved = ResolveDeep(field, value);
        return JsonSerializer.SerializeToElement(resolved, CoreJsonContext.Default.JsonNode);
    }

    private JsonNode? ResolveDeep(string field, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return new JsonObject(value.EnumerateObject().Select(p =>
                    KeyValuePair.Create(p.Name, ResolveDeep($"{field}.{p.Name}", p.Value))));
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select((v, i) => ResolveDeep($"{field}[{i}]", v))]);
            case JsonValueKind.String:
                var parts = Template.Read(value.GetString()!);
                return parts is [{ Reference: not null } whole]
                    ? ToNode(Counted(field, Find(field, whole)))
                    : JsonValue.Create(ResolveText(field, value.GetString()));
            default:
                return ToNode(value);
        }
    }

    private JsonElement Find(string field, TemplatePart part)
    {
        if (part.Reference is not { } path)
        {
            throw new ReferenceException($"in {field}, {part.Text} {part.Problem}.");
        }

        var root = path.Segments[0];
        switch (root)
        {
            case ReferenceRoots.Inputs when path.Segments.Count > 1:
                return FindInput(field, path);
            case ReferenceRoots.Run:
                // A run without a repository has no branch, which is an empty value and no mistake.
                return path.TryGet(_run, out var fact, skip: 1) ? fact : Null;
            default:
                return FindOutput(field, path, root);
        }
    }

    private JsonElement FindInput(string field, DataPath path)
    {
        // Only an optional input without a default is missing in a run that was started.
        if (!_scope.Inputs.TryGetValue(path.Segments[1], out var input))
        {
            return Null;
        }

        return path.TryGet(input, out var value, skip: 2)
            ? value
            : throw new ReferenceException($"{field} refers to ${{{path}}}, which this run's inputs do not have.");
    }

    private JsonElement FindOutput(string field, DataPath path, string node)
    {
        if (_scope.OutputOf(node) is not { } output)
        {
            throw new ReferenceException(
                $"{field} refers to ${{{path}}}, but node '{node}' has put out nothing (it was skipped or has not "
                + "run).");
        }

        return path.TryGet(output, out var value, skip: 1)
            ? value
            : throw new ReferenceException(
                $"{field} refers to ${{{path}}}, but the output of node '{node}' has no "
                + $"'{string.Join('.', path.Segments.Skip(1))}'.");
    }

    private static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private JsonElement Counted(string field, JsonElement value)
    {
        CheckText(field, ToText(value));
        return value;
    }

    /// <summary>Neither an argument nor an environment variable can hold a zero character.</summary>
    private string CheckText(string field, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ReferenceException($"{field} holds a zero character, which no command can be given.");
        }

        _length += text.Length;
        if (text.Length > ReferenceLimits.TextMaxLength || _length > ReferenceLimits.NodeMaxLength)
        {
            throw new ReferenceException(
                $"with its references filled in {field} has {text.Length} characters, and the node {_length} so far; "
                + $"at most {ReferenceLimits.TextMaxLength} and {ReferenceLimits.NodeMaxLength} are allowed.");
        }

        return text;
    }
}
