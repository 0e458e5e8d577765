using System.Text.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Runs;

/// <summary>Reads <c>name=text</c> and <c>name:=json</c>.</summary>
internal static class RunInputs
{
    public static ExecuteWorkflowRequest Parse(IEnumerable<string> arguments)
    {
        var inputs = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || argument[..equals] == ":")
            {
                throw CliException.WrongInput($"'{argument}' is no input; write --input name=value.");
            }

            var isJson = argument[equals - 1] == ':';
            var name = isJson ? argument[..(equals - 1)] : argument[..equals];
            var value = argument[(equals + 1)..];
            if (!inputs.TryAdd(name, isJson ? Json(name, value) : Text(value)))
            {
                throw CliException.WrongInput($"The input '{name}' is given twice.");
            }
        }

        return new ExecuteWorkflowRequest { Inputs = inputs };
    }

    private static JsonElement Json(string name, string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw CliException.WrongInput($"The input '{name}' is no JSON: {e.Message}", e);
        }
    }

    // The control plane and its workers run in folders of their own: what is relative here means nothing there.
    private static JsonElement Text(string value)
    {
        var isRelative = value is "." or ".." || value.StartsWith("./", StringComparison.Ordinal)
            || value.StartsWith("../", StringComparison.Ordinal);
        return JsonElement.Parse($"\"{JsonEncodedText.Encode(isRelative ? Path.GetFullPath(value) : value)}\"");
    }
}
