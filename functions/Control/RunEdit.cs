using System.Text.Json;
using Swarm.Functions.Orchestrations;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Control;

/// <summary>From where a run runs again, and what is different then.</summary>
/// <param name="From">The node, from one of its iterations on.</param>
/// <param name="Input">Named values for the node.</param>
/// <param name="Inputs">Inputs of the run, packed.</param>
public sealed record RunEdit(
    NodeMark From,
    IReadOnlyDictionary<string, JsonElement> Input,
    IReadOnlyDictionary<string, JsonElement> Inputs)
{
    public RunDocument Apply(RunDocument run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var inputs = new Dictionary<string, JsonElement>(run.Inputs);
        foreach (var (name, value) in Inputs)
        {
            inputs[name] = value;
        }

        var edits = new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>(
            run.Edits ?? new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>());
        if (Input.Count > 0)
        {
            edits[From.Path] = Input;
        }

        return run with { From = From, Inputs = inputs, Edits = edits.Count == 0 ? null : edits };
    }
}
