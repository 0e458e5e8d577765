using System.Text;

namespace Swarm.Bench.Distribution;

/// <summary>
/// A workflow that does nothing, widely: one node, many side by side, and one that waits for all of them.
/// </summary>
internal sealed record LoadWorkflow(int Nodes)
{
    internal const string LastNode = "last";

    /// <summary>As a file.</summary>
    internal string ToYaml()
    {
        var text = new StringBuilder(
            $"version: 1\nname: load-{Nodes}\ndefaults: {{ tool: noop }}\nnodes:\n  first: {{ }}\n");
        var wide = Enumerable.Range(1, Nodes - 2).Select(number => $"n{number}").ToList();
        foreach (var node in wide)
        {
            text.Append($"  {node}: {{ needs: first }}\n");
        }

        text.Append($"  {LastNode}: {{ needs: [{string.Join(", ", wide)}] }}\n");
        return text.ToString();
    }
}
