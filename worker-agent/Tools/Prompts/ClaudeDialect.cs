using System.Globalization;
using System.Text.Json;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Mcp;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>Claude Code 2.1: one shot, a stream of JSON lines, the prompt on standard input.</summary>
/// <param name="permissionMode">What it may do unasked; nobody is there to ask.</param>
/// <param name="allowedTools">What it may use where the work item does not say.</param>
internal sealed class ClaudeDialect(string permissionMode, IReadOnlyList<string> allowedTools) : IDialect
{
    public const string ToolName = "claude-code";

    private static readonly TimeSpan UnknownQuotaPause = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<string> PermissionModes { get; } =
        ["default", "acceptEdits", "plan", "bypassPermissions", "dontAsk", "auto"];

    public ToolCapabilities Capabilities { get; } = new()
    {
        TakesPrompts = true,
        RunsCommands = true,
        Sessions = true,
        TurnLimit = true,
        CostLimit = true,
        OutputSchema = true,
        AllowedTools = true,
    };

    public IReadOnlyList<string> Keeps { get; } = [".claude", ".claude.json"];

    public OutputFormat Format => OutputFormat.Jsonl;

    public IReadOnlyList<string> Variables { get; } = ["ANTHROPIC_", "CLAUDE_"];

    /// <summary>It refuses to run inside another one, which it knows by this.</summary>
    public IReadOnlyList<string> UnwantedVariables { get; } = ["CLAUDECODE"];

    public IEnumerable<string> Arguments(PromptCall call)
    {
        yield return "-p";
        yield return "--output-format=stream-json";
        yield return "--verbose";
        yield return $"--permission-mode={permissionMode}";
        if (call.Mcp is { } mcp)
        {
            yield return $"--mcp-config={mcp.ToJson()}";
            yield return "--strict-mcp-config";
        }

        var allowed = Allowed(call);
        if (allowed.Count > 0)
        {
            yield return $"--allowedTools={string.Join(',', allowed)}";
        }

        if (call.Work.MaxTurns is { } turns)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--max-turns={turns}");
        }

        if (call.Work.CostLimitUsd is { } cost)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"--max-budget-usd={cost}");
        }

        if (call.Work.OutputSchema is { } schema)
        {
            yield return $"--json-schema={schema}";
        }

        if (call.Work.Model is { } model)
        {
            yield return $"--model={model}";
        }

        if (call.Resume is { } session)
        {
            yield return $"--resume={session}";
        }
    }

    public string Input(PromptCall call) => call.WholePrompt;

    /// <summary>With nobody there to ask, it may use what is on the list; its own agent is always on it.</summary>
    private IReadOnlyList<string> Allowed(PromptCall call)
    {
        var allowed = call.Work.AllowedTools.Count > 0 ? call.Work.AllowedTools : allowedTools;
        return call.Mcp is null ? allowed : [.. allowed, $"mcp__{McpConnection.ServerName}"];
    }

    public void Read(JsonElement line, Transcript transcript)
    {
        switch (line.Text("type"))
        {
            case "system" when line.Text("subtype") == "init":
                transcript.Usage = transcript.Usage with
                {
                    Session = line.Text("session_id"),
                    Model = line.Text("model"),
                };
                break;
            case "assistant":
                ReadMessage(line.Child("message"), transcript);
                break;
            case "user":
                ReadToolResults(line.Child("message"), transcript);
                break;
            case "rate_limit_event":
                ReadLimit(line.Child("rate_limit_info"), transcript);
                break;
            case "result":
                ReadResult(line, transcript);
                break;
        }
    }

    public void Finish(Transcript transcript, int? exitCode, string errors)
    {
        // All that it has to say it says in its result line.
    }

    private static void ReadMessage(JsonElement message, Transcript transcript)
    {
        var (input, cached, output) = ReadTokens(message.Child("usage"));
        transcript.AddUsage(message.Text("id"), input, cached, output);
        foreach (var part in message.Items("content"))
        {
            switch (part.Text("type"))
            {
                case "text" when part.Text("text") is { } text:
                    transcript.AddMessage(text);
                    break;
                case "tool_use":
                    transcript.NoteUse(part.Text("name"), part.Child("input"));
                    break;
            }
        }
    }

    private static void ReadToolResults(JsonElement message, Transcript transcript)
    {
        foreach (var part in message.Items("content"))
        {
            if (part.Text("type") == "tool_result" && part.IsTrue("is_error"))
            {
                transcript.Note($"failed: {part.Text("content") ?? part.Child("content").ToString()}");
            }
        }
    }

    private static void ReadLimit(JsonElement limit, Transcript transcript)
    {
        if (limit.Text("status") == "rejected")
        {
            var reason = $"Its quota ({limit.Text("rateLimitType") ?? "unknown"}) is used up.";
            transcript.Trouble = limit.Instant("resetsAt") is { } until
                ? new ToolTrouble(reason, until)
                : ToolTrouble.ForAWhile(reason, UnknownQuotaPause);
        }
    }

    private static void ReadResult(JsonElement line, Transcript transcript)
    {
        transcript.Usage = ReadUsage(line, transcript.Usage);
        var structured = line.Child("structured_output");
        transcript.NamedAnswer = structured.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? line.Text("result") ?? ""
            : structured.GetRawText();
        var subtype = line.Text("subtype") ?? "unknown";
        if (line.Has("deferred_tool_use"))
        {
            var name = line.Child("deferred_tool_use").Text("name");
            transcript.End($"A hook put off the use of '{name}' until somebody answers.", isHopeless: true);
        }
        else if (subtype != "success")
        {
            var isLimit = subtype is "error_max_turns" or "error_max_budget_usd";
            var errors = string.Join(' ', line.Items("errors").Select(error => error.ToString()));
            transcript.End($"It ended with '{subtype}'. {errors}".TrimEnd(), isHopeless: isLimit);
        }
        else if (line.IsTrue("is_error"))
        {
            // An API error comes as a success that is an error.
            transcript.End(line.Text("result") ?? "It ended with an error that it does not name.");
            ReadStatus(line.Number("api_error_status"), transcript);
        }
        else
        {
            transcript.End();
        }
    }

    private static void ReadStatus(long? status, Transcript transcript)
    {
        transcript.Trouble = status switch
        {
            429 => transcript.Trouble ?? ToolTrouble.ForAWhile("Its quota is used up.", UnknownQuotaPause),
            401 or 403 => new ToolTrouble($"It is not signed in: {transcript.Problem}"),
            _ => transcript.Trouble,
        };
    }

    private static ToolUsage ReadUsage(JsonElement line, ToolUsage known)
    {
        var (input, cached, output) = ReadTokens(line.Child("usage"));
        var models = line.Child("modelUsage");
        var model = models.ValueKind == JsonValueKind.Object
            ? models.EnumerateObject().Select(used => used.Name).FirstOrDefault()
            : null;
        return known with
        {
            InputTokens = input ?? known.InputTokens,
            CachedInputTokens = cached ?? known.CachedInputTokens,
            OutputTokens = output ?? known.OutputTokens,
            CostUsd = line.Decimal("total_cost_usd"),
            Turns = (int?)line.Number("num_turns"),
            Model = known.Model ?? model,
            Session = line.Text("session_id") ?? known.Session,
        };
    }

    private static (long? Input, long? Cached, long? Output) ReadTokens(JsonElement usage)
    {
        var cached = usage.Number("cache_read_input_tokens");
        var intoCache = usage.Number("cache_creation_input_tokens");
        var input = usage.Number("input_tokens") + (intoCache ?? 0) + (cached ?? 0);
        return (input, cached, usage.Number("output_tokens"));
    }
}
