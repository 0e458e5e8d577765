using Swarm.Core.Documents;

namespace Swarm.Core.Workflows.Parsing;

/// <summary>What nodes do in git needs a repository to do it in, and a run learns of it by an input.</summary>
internal sealed class RepositoryCheck(
    ErrorList errors, IReadOnlyList<InputDefinition> inputs, IReadOnlyList<NodeDraft> nodes)
{
    private static readonly string[] GitFields = ["commit", "merge", "tag"];

    public void Run()
    {
        if (inputs.Any(i => i.Name == InputNames.Repository))
        {
            return;
        }

        foreach (var node in nodes)
        {
            foreach (var field in GitFields)
            {
                if ((node.Entry.Value as DocumentMap)?.Find(field) is { } entry)
                {
                    errors.Add(
                        entry.Position,
                        entry.Pointer,
                        WorkflowErrorCodes.MissingRepository,
                        $"Node '{node.Id}' has '{field}', but the workflow has no input '{InputNames.Repository}'.",
                        node.Id,
                        "Add: inputs: { repository: { type: string } }");
                }
            }
        }
    }
}
