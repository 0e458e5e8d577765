using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Core.Workflows;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Scopes;

/// <summary>What somebody has given nodes of a run when he let them run again.</summary>
internal static class NodeEdits
{
    /// <summary>The node with the named values that it was given, in place of its own or beside them.</summary>
    public static NodeDefinition Apply(NodeDefinition definition, NodeRun node, RunDocument run)
    {
        var edits = run.Edits?.GetValueOrDefault(node.Path())
            ?? run.Edits?.GetValueOrDefault((node with { Item = null }).Path());
        if (edits is null)
        {
            return definition;
        }

        var input = new Dictionary<string, JsonElement>(definition.Input);
        foreach (var (name, value) in edits)
        {
            input[name] = ToLiteral(value);
        }

        return definition with { Input = input };
    }

    /// <summary>A value as it stands: what looks like a reference in it is none.</summary>
    private static JsonElement ToLiteral(JsonElement value)
    {
        var literal = ToLiteral(JsonNode.Parse(value.GetRawText()));
        return JsonElement.Parse(literal?.ToJsonString() ?? "null");
    }

    private static JsonNode? ToLiteral(JsonNode? value) => value switch
    {
        JsonObject fields => new JsonObject(
            fields.Select(field => KeyValuePair.Create(field.Key, ToLiteral(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(ToLiteral)]),
        JsonValue one when one.GetValueKind() == JsonValueKind.String =>
            JsonValue.Create(one.GetValue<string>().Replace("${", "$${", StringComparison.Ordinal)),
        _ => value?.DeepClone(),
    };
}
