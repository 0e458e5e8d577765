using System.CommandLine;
using System.Text;
using System.Text.Json;
using Swarm.Cli.Api;
using Swarm.Cli.Consoles;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Outputs;

/// <summary><c>swarm output RUN NODE</c>: all that a node has printed, however much it is.</summary>
internal static class OutputCommand
{
    public static Command Create(CliContext context, ConnectionOptions options)
    {
        var run = new Argument<string>("RUN") { Description = "The run." };
        var node = new Argument<string>("NODE") { Description = "The node, by its path." };
        var errors = new Option<bool>("--stderr") { Description = "What it printed to standard error." };
        var command = new Command("output", "Print what a node has put out.") { run, node, errors };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            var detail = await client.GetRunAsync(parsed.GetRequiredValue(run), context.Interrupted);
            var output = OutputOf(detail, parsed.GetRequiredValue(node));
            await WriteAsync(context, client, output, parsed.GetValue(errors) ? "stderr" : "stdout");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static JsonElement OutputOf(RunDetail run, string path)
    {
        var node = run.Nodes.FirstOrDefault(known => known.Path == path)
            ?? throw CliException.WrongInput($"Run '{run.Summary.Id}' has no node '{path}'.");
        return node.Iterations.LastOrDefault(iteration => iteration.Output is not null)?.Output
            ?? throw CliException.WrongInput($"Node '{path}' has put out nothing (yet).");
    }

    private static async Task WriteAsync(CliContext context, SwarmClient client, JsonElement output, string stream)
    {
        if (Find(output, $"{stream}Content") is { } all
            && all.Deserialize(SwarmJsonContext.Default.ContentReference) is { } reference)
        {
            await WriteAsync(context, client, reference);
        }
        else if (Find(output, stream) is { ValueKind: JsonValueKind.String } text)
        {
            context.Out.Write(text.GetString());
        }
        else
        {
            context.Out.WriteLine(output.GetRawText());
        }
    }

    private static async Task WriteAsync(CliContext context, SwarmClient client, ContentReference reference)
    {
        // A letter may be cut in two where a part ends.
        var decoder = Encoding.UTF8.GetDecoder();
        await client.DownloadAsync(
            reference,
            part =>
            {
                var text = new char[Encoding.UTF8.GetMaxCharCount(part.Length)];
                context.Out.Write(text, 0, decoder.GetChars(part.Span, text, flush: false));
            },
            context.Interrupted);
    }

    private static JsonElement? Find(JsonElement output, string name) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty(name, out var value) ? value : null;
}
