using Swarm.Core.Documents;
using Swarm.Core.References;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads <c>forEach</c> and <c>copies</c>, by which a node runs several times side by side.</summary>
internal static class FanOutReader
{
    public static readonly string[] Fields = ["forEach", "copies", "maxParallel", "onFailure"];

    private static readonly string[] s_onlyForMany = ["maxParallel", "onFailure"];

    private static readonly Dictionary<string, FailureRule> Rules = new()
    {
        ["failFast"] = FailureRule.FailFast,
        ["collect"] = FailureRule.Collect,
    };

    public static FailureRule? ReadRule(MapReader reader) => reader.Choice("onFailure", Rules);

    public static int? ReadMaxParallel(MapReader reader) =>
        reader.Integer("maxParallel", 1, WorkflowLimits.MaxFanOut);

    public static FanOutDefinition? Read(MapReader reader)
    {
        var list = reader.Value("forEach");
        var copies = reader.Integer("copies", 1, WorkflowLimits.MaxFanOut);
        var fanOut = new FanOutDefinition
        {
            Copies = copies,
            Over = list is null ? null : ReadList(reader, list),
            MaxParallel = ReadMaxParallel(reader),
            OnFailure = ReadRule(reader) ?? FailureRule.FailFast,
        };
        if (list is not null && reader.Has("copies"))
        {
            reader.Refuse("copies", "has both 'forEach' and 'copies'", "Keep one of the two.");
        }

        if (list is not null || reader.Has("copies"))
        {
            return fanOut;
        }

        foreach (var field in s_onlyForMany.Where(reader.Has))
        {
            reader.Refuse(field, $"has '{field}', but runs only once", "Add 'forEach' or 'copies'.");
        }

        return null;
    }

    private static System.Text.Json.JsonElement? ReadList(MapReader reader, DocumentNode list)
    {
        var isReference = list is DocumentScalar { Kind: ScalarKind.Text } text
            && Template.Read(text.Text) is [{ Reference: not null } or { Problem: not null }];
        if (!isReference && list is not DocumentList { Items.Count: <= WorkflowLimits.MaxFanOut })
        {
            reader.WrongType(
                list,
                "forEach",
                $"a list of at most {WorkflowLimits.MaxFanOut} items, or a reference to one",
                "For example: forEach: \"${inputs.files}\"");
            return null;
        }

        return list.ToJson();
    }
}
