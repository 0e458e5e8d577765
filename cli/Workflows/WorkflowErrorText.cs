using Swarm.Contracts.Workflows;

namespace Swarm.Cli.Workflows;

/// <summary>Tells errors in a workflow file the way a compiler does, so that editors can jump to them.</summary>
internal static class WorkflowErrorText
{
    public static void Write(TextWriter output, string file, IReadOnlyList<WorkflowError> errors)
    {
        foreach (var error in errors)
        {
            var node = error.Node is null ? "" : $" [{error.Node}]";
            output.WriteLine($"{file}:{error.Line}:{error.Column}: error{node}: {error.Message}");
            if (error.Suggestion is not null)
            {
                output.WriteLine($"    {error.Suggestion}");
            }
        }

        output.WriteLine($"{errors.Count} {(errors.Count == 1 ? "error" : "errors")}; nothing was stored.");
    }
}
