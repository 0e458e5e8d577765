using System.Text.Json;
using Swarm.WorkerAgent.Folders;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>Gemini CLI 0.56: a stream of JSON lines; the prompt comes on standard input behind a fixed one.</summary>
/// <param name="approvalMode">What it may do unasked; what it would ask for is denied.</param>
internal sealed class GeminiDialect(string approvalMode) : IDialect
{
    public const string ToolName = "gemini";

    // The command line has a limit that prompts exceed, and other users of the machine can read it.
    private const string FixedPrompt = "Do what the text on standard input asks for.";

    public static IReadOnlyList<string> ApprovalModes { get; } = ["default", "auto_edit", "yolo", "plan"];

    public ToolCapabilities Capabilities { get; } = new() { TakesPrompts = true, RunsCommands = true, Sessions = true };

    public IReadOnlyList<string> Keeps { get; } = [".gemini"];

    public OutputFormat Format => OutputFormat.Jsonl;

    public IReadOnlyList<string> Variables { get; } = ["GEMINI_", "GOOGLE_"];

    public IReadOnlyList<string> UnwantedVariables { get; } = [];

    public IEnumerable<string> Arguments(PromptCall call)
    {
        yield return $"--prompt={FixedPrompt}";
        yield return "--output-format=stream-json";
        yield return $"--approval-mode={approvalMode}";
        yield return "--skip-trust";
        if (call.Work.Model is { } model)
        {
            yield return $"--model={model}";
        }

        if (call.Resume is { } session)
        {
            yield return $"--resume={session}";
        }
    }

    /// <summary>
    /// It takes MCP servers from files alone: from the one with the weakest say, so that its user's own settings hold.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment(PromptCall call)
    {
        if (call.Mcp is not { } mcp)
        {
            return new Dictionary<string, string>();
        }

        var settings = GeminiDefaults.With(GeminiDefaults.ReadOwn(), mcp.ToJson(isTrusted: true));
        DurableFile.Write(call.Folder.SettingsFile, settings);
        return new Dictionary<string, string> { [GeminiDefaults.Variable] = call.Folder.SettingsFile };
    }

    public string Input(PromptCall call) => call.WholePrompt;

    public void Read(JsonElement line, Transcript transcript)
    {
        switch (line.Text("type"))
        {
            case "init":
                transcript.Usage = transcript.Usage with
                {
                    Session = line.Text("session_id"),
                    Model = line.Text("model"),
                };
                break;
            case "message" when line.Text("role") == "assistant" && line.Text("content") is { } text:
                transcript.AddText(text);
                break;
            case "tool_use":
                transcript.NoteUse(line.Text("tool_name"), line.Child("parameters"));
                break;
            case "tool_result" when line.Text("status") != "success":
                transcript.Note($"failed: {line.Text("output")}");
                break;
            case "error":
                ReadError(line, transcript);
                break;
            case "result":
                ReadResult(line, transcript);
                break;
        }
    }

    public void Finish(Transcript transcript, int? exitCode, string errors)
    {
        var (reason, isHopeless, isTrouble) = exitCode switch
        {
            41 => ("It is not signed in.", false, true),
            42 => ("It refuses the input.", true, false),
            44 => ("Its sandbox failed.", false, true),
            52 => ("Its configuration is wrong.", false, true),
            53 => ("It reached its limit of turns.", true, false),
            54 => ("One of its own tools failed.", false, false),
            55 => ("It does not trust the folder.", false, true),
            130 => ("It was interrupted.", false, false),
            _ => (null, false, false),
        };
        if (reason is null)
        {
            return;
        }

        transcript.End($"{reason} {transcript.Problem ?? LastLine(errors)}".TrimEnd(), isHopeless);
        transcript.Trouble = isTrouble ? new ToolTrouble(transcript.Problem!) : transcript.Trouble;
    }

    private static string LastLine(string errors) => errors.TrimEnd().Split('\n')[^1];

    /// <summary>A success may follow an error; what is no mere warning counts all the same.</summary>
    private static void ReadError(JsonElement line, Transcript transcript)
    {
        var message = line.Text("message") ?? "unknown";
        transcript.Note($"{line.Text("severity") ?? "error"}: {message}");
        if (line.Text("severity") != "warning")
        {
            transcript.Complaint ??= message;
        }
    }

    private static void ReadResult(JsonElement line, Transcript transcript)
    {
        var stats = line.Child("stats");
        transcript.Usage = transcript.Usage with
        {
            InputTokens = stats.Number("input_tokens"),
            CachedInputTokens = stats.Number("cached"),
            OutputTokens = stats.Number("output_tokens"),
        };
        var error = line.Child("error");
        transcript.End(line.Text("status") == "success"
            ? transcript.Complaint
            : $"{error.Text("type")}: {error.Text("message") ?? transcript.Complaint}");
    }
}
