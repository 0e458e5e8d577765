using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Execution;

/// <summary>
/// Hands what people have said to the run to the work: a command finds it in a variable, what is asked in words hears
/// it behind its prompt.
/// </summary>
internal static class WorkDirectives
{
    public const string Variable = "SWARM_DIRECTIVES";

    public const string Heading = "Meanwhile people have said the following about this work. It counts:";

    public static WorkItem Apply(WorkItem item)
    {
        if (item.Directives.Count == 0)
        {
            return item;
        }

        var said = string.Join("\n\n", item.Directives);
        return item with
        {
            Shell = item.Shell is { } shell
                ? shell with { Environment = With(shell.Environment, said) }
                : null,
            Ai = item.Ai is { } ai
                ? ai with { Prompt = $"{ai.Prompt}\n\n{Heading}\n\n{said}", Environment = With(ai.Environment, said) }
                : null,
        };
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment, string said) =>
        new(environment) { [Variable] = said };
}
