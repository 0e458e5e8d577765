using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Swarm.Cli.Consoles;

namespace Swarm.Cli.Json;

/// <summary>How the answer of a command is shown: to programs as JSON, to people in words.</summary>
/// <param name="Context">Where the command writes.</param>
/// <param name="Json">The option that asks for JSON.</param>
/// <param name="Type">How it is written as JSON.</param>
/// <param name="Write">Writes it in words.</param>
internal sealed record ResultOutput<T>(
    CliContext Context, Option<bool> Json, JsonTypeInfo<T> Type, Action<CliContext, T> Write)
{
    public void Show(ParseResult parsed, T result)
    {
        if (parsed.GetValue(Json))
        {
            JsonOutput.Write(Context.Out, result, Type);
        }
        else
        {
            Write(Context, result);
        }
    }
}
