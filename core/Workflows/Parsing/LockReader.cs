using Swarm.Core.Documents;
using Swarm.Core.Locks;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>Reads the locks that a node holds while it runs.</summary>
internal static class LockReader
{
    private const string Example = "[deployment]";

    public static IReadOnlyList<string> Read(MapReader reader, Action<DocumentScalar> template)
    {
        if (reader.Value("locks") is not { } value)
        {
            return [];
        }

        var items = value is DocumentList list ? list.Items : [value];
        if (items.Count is 0 or > LockNames.MaxPerNode)
        {
            reader.OutOfRange("locks", $"must have 1 to {LockNames.MaxPerNode} names, but has {items.Count}");
        }

        var names = new List<string>();
        foreach (var item in items)
        {
            if (reader.AsText(item, "locks", Example) is not { } name)
            {
                continue;
            }

            names.Add(name.Text);
            template(name);
            if (!name.Text.Contains("${", StringComparison.Ordinal) && !LockNames.IsValid(name.Text))
            {
                reader.Errors.Add(
                    item,
                    WorkflowErrorCodes.InvalidValue,
                    $"'{name.Text}' in 'locks' is no name of a lock: {LockNames.Rule}.",
                    reader.Node,
                    $"For example: locks: {Example}");
            }
        }

        return names;
    }
}
