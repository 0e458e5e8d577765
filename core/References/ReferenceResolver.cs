using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.Content;
using Swarm.Core.Content;
using Swarm.Core.Json;
using Swarm.Core.Locks;
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
    private readonly string? _previous;
    private readonly bool _isLenient;
    private readonly JsonElement _run;
    private readonly HashSet<string> _large = [];
    private int _length;

    private ReferenceResolver(ReferenceScope scope, string? previous = null, bool isLenient = false)
    {
        _scope = scope;
        _previous = previous;
        _isLenient = isLenient;
        _run = scope.Run.ToJson();
    }

    public static NodeResolution Resolve(NodeDefinition node, ReferenceScope scope)
    {
        try
        {
            return new NodeResolution(
                new ReferenceResolver(scope, node.Previous).ResolveNode(node), Failure: null);
        }
        catch (ReferenceException e)
        {
            return new NodeResolution(Node: null, $"Node '{node.Id}' cannot start: {e.Message}");
        }
    }

    /// <summary>The locks that a node holds while it runs, in the order in which they are taken.</summary>
    public static LockResolution ResolveLocks(NodeDefinition node, ReferenceScope scope)
    {
        try
        {
            var resolver = new ReferenceResolver(scope, node.Previous);
            var names = LockNames.InOrder(node.Locks.Select(name => resolver.ResolveText("locks", name)!));
            return names.FirstOrDefault(name => !LockNames.IsValid(name)) is { } wrong
                ? throw new ReferenceException($"'{wrong}' is no name of a lock: {LockNames.Rule}.")
                : new LockResolution(names, Failure: null);
        }
        catch (ReferenceException e)
        {
            return new LockResolution(Names: null, $"Node '{node.Id}' cannot start: {e.Message}");
        }
    }

    /// <summary>The items that a node runs for.</summary>
    public static ListResolution ResolveList(NodeDefinition node, ReferenceScope scope)
    {
        try
        {
            var list = new ReferenceResolver(scope, node.Previous).ResolveValue("forEach", node.FanOut!.Over!.Value);
            if (list.ValueKind != JsonValueKind.Array)
            {
                throw new ReferenceException($"forEach must be a list, but is {Describe(list)}.");
            }

            return list.GetArrayLength() <= WorkflowLimits.MaxFanOut
                ? new ListResolution([.. list.EnumerateArray()], Failure: null)
                : throw new ReferenceException(
                    $"forEach has {list.GetArrayLength()} items; at most {WorkflowLimits.MaxFanOut} are allowed.");
        }
        catch (ReferenceException e)
        {
            return new ListResolution(Items: null, $"Node '{node.Id}' cannot start: {e.Message}");
        }
    }

    /// <summary>
    /// What a workflow puts out. A node that has put out nothing makes the value empty: which branches ran is known
    /// only now.
    /// </summary>
    public static OutputResolution ResolveOutputs(
        IReadOnlyDictionary<string, JsonElement> outputs, ReferenceScope scope)
    {
        try
        {
            var resolver = new ReferenceResolver(scope, isLenient: true);
            var values = outputs.ToDictionary(p => p.Key, p => resolver.ResolveAlone($"outputs.{p.Key}", p.Value));
            return new OutputResolution(
                JsonSerializer.SerializeToElement(values, CoreJsonContext.Default.DictionaryStringJsonElement),
                Failure: null);
        }
        catch (ReferenceException e)
        {
            return new OutputResolution(Output: null, $"The outputs cannot be told: {e.Message}");
        }
    }

    private ResolvedNode ResolveNode(NodeDefinition node)
    {
        var input = node.Input.ToDictionary(p => p.Key, p => ResolveAlone($"input.{p.Key}", p.Value));
        if (_previous is not null && !input.ContainsKey(ReferenceRoots.Previous))
        {
            var previous = PreviousResult();
            input[ReferenceRoots.Previous] =
                ClaimChecks.Find(previous) is { } large ? Keep(large) : Counted("previous", previous);
        }

        var files = new Dictionary<string, ContentReference>();
        var environment = node.Env.ToDictionary(p => p.Key, p => ResolveText($"env.{p.Key}", p.Value)!);
        foreach (var (name, value) in input)
        {
            if (ClaimChecks.Find(value) is { } large && _large.Contains(large.Ref))
            {
                files[InputVariables.NameOf(name)] = large;
            }
            else
            {
                environment[InputVariables.NameOf(name)] = CheckText($"input.{name}", ToText(value));
            }
        }

        return new ResolvedNode
        {
            Run = node.Run?.Select((argument, i) => ResolveText($"run[{i}]", argument)!).ToList(),
            Script = node.Script,
            Prompt = ResolveText("prompt", node.Prompt),
            Instructions = ResolveText("ai.instructions", node.Ai?.Instructions),
            Question = ResolveText("checkpoint", node.Checkpoint?.Question),
            Input = input,
            Environment = environment,
            Files = files,
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
            text.Append(part.Reference is null ? part.Text : ToText(Fetch(field, Find(field, part))));
        }

        return CheckText(field, text.ToString());
    }

    /// <summary>A value under a name of its own: there a large one stays a claim check.</summary>
    private JsonElement ResolveAlone(string field, JsonElement value)
    {
        var parts = value.ValueKind == JsonValueKind.String ? Template.Read(value.GetString()!) : [];
        return parts is [{ Reference: not null } whole] && ClaimChecks.Find(Find(field, whole)) is { } large
            ? Keep(large)
            : ResolveValue(field, value);
    }

    /// <summary>What a reference leads to is a claim check; what the file itself says only looks like one.</summary>
    private JsonElement Keep(ContentReference large)
    {
        _large.Add(large.Ref);
        return ClaimChecks.ToJson(large);
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
                    ? ToNode(Counted(field, Fetch(field, Find(field, whole))))
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
            case ReferenceRoots.Previous when _previous is not null:
                return FindOutput(field, path, _previous);
            case var local when _scope.Locals is not null && _scope.Locals.TryGetValue(local, out var found):
                return TryWalk(found, path, skip: 1, out var inside)
                    ? inside
                    : throw new ReferenceException($"{field} refers to ${{{path}}}, which '{local}' does not have.");
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

        return TryWalk(input, path, skip: 2, out var value)
            ? value
            : throw new ReferenceException($"{field} refers to ${{{path}}}, which this run's inputs do not have.");
    }

    /// <summary>
    /// A step that failed and was passed over has put out nothing, and neither does that stop the next.
    /// </summary>
    private JsonElement PreviousResult() => _scope.OutputOf(_previous!) is { } output ? PlainResult.Of(output) : Null;

    private JsonElement FindOutput(string field, DataPath path, string node)
    {
        if (_scope.OutputOf(node) is not { } output)
        {
            return _isLenient ? Null : throw new ReferenceException(
                $"{field} refers to ${{{path}}}, but node '{node}' has put out nothing (it was skipped or has not "
                + "run).");
        }

        return TryWalk(output, path, skip: 1, out var value) ? value
            : _isLenient ? Null
            : throw new ReferenceException(
                $"{field} refers to ${{{path}}}, but the output of node '{node}' has no "
                + $"'{string.Join('.', path.Segments.Skip(1))}'.");
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "a text (a node that prints JSON says so: output: json)",
        JsonValueKind.Null => "empty",
        JsonValueKind.Object => "an object",
        _ => $"the value {value.GetRawText()}",
    };

    /// <summary>Follows a path, also into a large value that lies on the way.</summary>
    private bool TryWalk(JsonElement from, DataPath path, int skip, out JsonElement value)
    {
        if (skip == path.Segments.Count)
        {
            value = from;
            return true;
        }

        if (ClaimChecks.IsOne(from))
        {
            return path.TryGet(Fetch(path.Text, from), out value, skip);
        }

        return from.ValueKind == JsonValueKind.Object && from.TryGetProperty(path.Segments[skip], out var next)
            ? TryWalk(next, path, skip + 1, out value)
            : path.TryGet(from, out value, skip);
    }

    /// <summary>The value itself where a claim check stands for it.</summary>
    private JsonElement Fetch(string field, JsonElement value)
    {
        if (ClaimChecks.Find(value) is not { } reference)
        {
            return value;
        }

        return _scope.ContentOf?.Invoke(reference) ?? throw new ReferenceException(
            $"{field} takes in a value of {reference.Size} bytes, which is too long for a text. Give it alone under a "
            + "name of 'input': there it reaches the command as a file.");
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
