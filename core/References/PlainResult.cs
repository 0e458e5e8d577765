using System.Text.Json;
using Swarm.Core.Content;
using Swarm.Core.Workflows;

namespace Swarm.Core.References;

/// <summary>
/// What a node's output comes down to: the value of one that puts out JSON, what another printed, without the line end
/// behind it, or else the whole output. It is what the next step of a sequence takes in, and what experts vote with.
/// </summary>
public static class PlainResult
{
    public static JsonElement Of(JsonElement output)
    {
        if (output.ValueKind != JsonValueKind.Object)
        {
            return output;
        }

        if (output.TryGetProperty(ShellOutput.Value, out var value))
        {
            return value;
        }

        if (!output.TryGetProperty(ShellOutput.Stdout, out var stdout))
        {
            return output;
        }

        return stdout.ValueKind == JsonValueKind.String
            ? JsonSerializer.SerializeToElement(
                stdout.GetString()!.TrimEnd('\r', '\n'), Json.CoreJsonContext.Default.String)
            : ClaimChecks.IsOne(stdout) ? stdout : output;
    }
}
