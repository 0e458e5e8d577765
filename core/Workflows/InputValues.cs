using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Core.Content;
using Swarm.Core.Workflows.Parsing;

namespace Swarm.Core.Workflows;

/// <summary>The inputs that a run is started with, checked against the workflow, defaults filled in.</summary>
/// <param name="Values">The inputs by name.</param>
/// <param name="Errors">What is wrong with them, by JSON pointer inside the request; empty if nothing is.</param>
public sealed record InputValues(
    IReadOnlyDictionary<string, JsonElement> Values, IReadOnlyDictionary<string, string[]> Errors)
{
    public bool IsValid => Errors.Count == 0;

    public static InputValues Of(WorkflowDefinition workflow, IReadOnlyDictionary<string, JsonElement> given)
    {
        var values = new Dictionary<string, JsonElement>();
        var errors = new Dictionary<string, string[]>();
        foreach (var input in workflow.Inputs)
        {
            if (!given.TryGetValue(input.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (input.Default is { } fallback)
                {
                    values[input.Name] = fallback;
                }
                else if (input.Required)
                {
                    errors[$"/inputs/{input.Name}"] = [$"The input '{input.Name}' ({Name(input.Type)}) is missing."];
                }
            }
            else if (IsOfType(value, input.Type))
            {
                values[input.Name] = value;
            }
            else
            {
                errors[$"/inputs/{input.Name}"] = [$"The input '{input.Name}' must be of type {Name(input.Type)}."];
            }
        }

        foreach (var unknown in given.Keys.Where(k => workflow.Inputs.All(i => i.Name != k)))
        {
            var suggestion = Suggestions.For(unknown, workflow.Inputs.Select(i => i.Name));
            errors[$"/inputs/{unknown}"] = [$"The workflow has no input '{unknown}'. {suggestion}".TrimEnd()];
        }

        return new InputValues(values, errors);
    }

    internal static bool IsOfType(JsonElement value, InputType type) => type switch
    {
        // A large value of an outer workflow: what it is shows when it is read.
        _ when ClaimChecks.Find(value) is { } large => (type == InputType.String) == (large.Type == ContentType.Text),
        InputType.String => value.ValueKind == JsonValueKind.String,
        InputType.Number => value.ValueKind == JsonValueKind.Number,
        InputType.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        InputType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        InputType.Array => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static string Name(InputType type) => type.ToString().ToLowerInvariant();
}
