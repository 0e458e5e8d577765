using System.Globalization;
using System.Text.Json;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Tools.Prompts;

namespace Swarm.WorkerAgent.Tools.Customs;

/// <summary>A tool as its owner described it. It has told its result when it ends by itself.</summary>
internal sealed class CustomDialect(CustomToolSettings settings) : IDialect
{
    private readonly bool promptIsArgument =
        settings.Arguments.Uses("prompt") || settings.Arguments.Uses("promptFile");

    public ToolCapabilities Capabilities { get; } = new()
    {
        TakesPrompts = true,
        RunsCommands = true,
        Sessions = settings.Arguments.Uses("session"),
        TurnLimit = settings.Arguments.Uses("maxTurns"),
        CostLimit = settings.Arguments.Uses("costLimit"),
        OutputSchema = settings.Arguments.Uses("schemaFile"),
        AllowedTools = settings.Arguments.Uses("allowedTools"),
    };

    public IReadOnlyList<string> Keeps => settings.Keeps;

    public OutputFormat Format => settings.Output;

    public IReadOnlyList<string> Variables => settings.Variables;

    public IReadOnlyList<string> UnwantedVariables { get; } = [];

    public IEnumerable<string> Arguments(PromptCall call) => settings.Arguments.Fill(name => ValueOf(name, call));

    public string Input(PromptCall call) => promptIsArgument ? "" : call.WholePrompt;

    public void Read(JsonElement line, Transcript transcript)
    {
        if (Find(line, settings.Result) is { } answer)
        {
            transcript.AddMessage(TextOf(answer));
        }

        if (Find(line, settings.Error) is { } error)
        {
            transcript.Complaint = TextOf(error);
        }

        var used = transcript.Usage;
        transcript.Usage = used with
        {
            Session = Find(line, settings.Session) is { } session ? TextOf(session) : used.Session,
            Model = Used(line, "model") is { } model ? TextOf(model) : used.Model,
            InputTokens = Tokens(line, "inputTokens") ?? used.InputTokens,
            CachedInputTokens = Tokens(line, "cachedInputTokens") ?? used.CachedInputTokens,
            OutputTokens = Tokens(line, "outputTokens") ?? used.OutputTokens,
            Turns = (int?)Tokens(line, "turns") ?? used.Turns,
            CostUsd = Number(line, "costUsd") is { } cost && cost.TryGetDecimal(out var usd) ? usd : used.CostUsd,
        };
    }

    public void Finish(Transcript transcript, int? exitCode, string errors)
    {
        if (exitCode == 0 || (exitCode is not null && transcript.Complaint is not null))
        {
            transcript.End(transcript.Complaint);
        }
    }

    private static string? ValueOf(string name, PromptCall call)
    {
        var work = call.Work;
        return name switch
        {
            "prompt" => call.WholePrompt,
            "promptFile" => Write(call.Folder.PromptFile, call.WholePrompt),
            "model" => work.Model,
            "session" => call.Resume,
            "maxTurns" => work.MaxTurns?.ToString(CultureInfo.InvariantCulture),
            "costLimit" => work.CostLimitUsd?.ToString(CultureInfo.InvariantCulture),
            "schemaFile" => work.OutputSchema is { } schema ? Write(call.Folder.SchemaFile, schema) : null,
            "allowedTools" => work.AllowedTools.Count > 0 ? string.Join(',', work.AllowedTools) : null,
            "mcpConfig" => call.Mcp?.ToJson(),
            _ => call.Folder.Tree,
        };
    }

    private static string Write(string path, string text)
    {
        DurableFile.Write(path, text);
        return path;
    }

    private JsonElement? Used(JsonElement line, string what) =>
        settings.Usage.TryGetValue(what, out var path) ? Find(line, path) : null;

    private JsonElement? Number(JsonElement line, string what) =>
        Used(line, what) is { ValueKind: JsonValueKind.Number } number ? number : null;

    private long? Tokens(JsonElement line, string what) =>
        Number(line, what) is { } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>The value at a path such as <c>stats.models.0.name</c>; null when there is none.</summary>
    private static JsonElement? Find(JsonElement line, string? path)
    {
        var at = line;
        foreach (var step in path?.Split('.') ?? [])
        {
            at = at.ValueKind == JsonValueKind.Array && int.TryParse(step, CultureInfo.InvariantCulture, out var index)
                ? at.EnumerateArray().ElementAtOrDefault(index)
                : at.Child(step);
        }

        return path is null || at.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : at;
    }

    private static string TextOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
}
