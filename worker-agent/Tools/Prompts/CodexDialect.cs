using System.Text.Json;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Mcp;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>Codex CLI: <c>codex exec --json</c>, the prompt on standard input.</summary>
/// <param name="sandbox">What its own sandbox lets it do.</param>
internal sealed class CodexDialect(string sandbox) : IDialect
{
    public const string ToolName = "codex";

    public static IReadOnlyList<string> SandboxModes { get; } =
        ["read-only", "workspace-write", "danger-full-access"];

    public ToolCapabilities Capabilities { get; } = new()
    {
        TakesPrompts = true,
        RunsCommands = true,
        Sessions = true,
        OutputSchema = true,
    };

    public IReadOnlyList<string> Keeps { get; } = [".codex"];

    public OutputFormat Format => OutputFormat.Jsonl;

    public IReadOnlyList<string> Variables { get; } = ["CODEX_", "OPENAI_"];

    public IReadOnlyList<string> UnwantedVariables { get; } = [];

    public IEnumerable<string> Arguments(PromptCall call)
    {
        yield return "exec";
        yield return "--json";
        yield return $"--sandbox={sandbox}";
        yield return "-C";
        yield return call.Folder.Tree;
        yield return "--skip-git-repo-check";
        if (call.Mcp is { } mcp)
        {
            // It reads these values as TOML.
            var server = $"mcp_servers.{McpConnection.ServerName}";
            yield return $"--config={server}.command={McpConnection.Quote(mcp.Program)}";
            yield return $"--config={server}.args=[{string.Join(',', mcp.Arguments.Select(McpConnection.Quote))}]";
        }

        if (call.Work.OutputSchema is { } schema)
        {
            DurableFile.Write(call.Folder.SchemaFile, schema);
            yield return $"--output-schema={call.Folder.SchemaFile}";
        }

        if (call.Work.Model is { } model)
        {
            yield return $"--model={model}";
        }

        if (call.Resume is { } session)
        {
            yield return "resume";
            yield return session;
        }

        yield return "-";
    }

    public string Input(PromptCall call) => call.WholePrompt;

    public void Read(JsonElement line, Transcript transcript)
    {
        switch (line.Text("type"))
        {
            case "thread.started":
                transcript.Usage = transcript.Usage with { Session = line.Text("thread_id") };
                break;
            case "item.started" when line.Child("item").Text("type") == "command_execution":
                transcript.NoteUse("$", line.Child("item").Text("command"));
                break;
            case "item.completed":
                ReadItem(line.Child("item"), transcript);
                break;
            case "error":
                // It also tells so of a connection that it makes again; only the end of the turn decides.
                transcript.Complaint = line.Text("message");
                transcript.Note($"error: {transcript.Complaint}");
                break;
            case "turn.completed":
                ReadUsage(line.Child("usage"), transcript);
                transcript.End();
                break;
            case "turn.failed":
                transcript.End(line.Child("error").Text("message") ?? transcript.Complaint ?? "Its turn failed.");
                break;
        }
    }

    public void Finish(Transcript transcript, int? exitCode, string errors)
    {
        if (exitCode == 2)
        {
            transcript.End($"It does not know these flags: {errors.Trim().Split('\n')[0]}", isHopeless: true);
        }
    }

    private static void ReadItem(JsonElement item, Transcript transcript)
    {
        switch (item.Text("type"))
        {
            case "agent_message" when item.Text("text") is { } text:
                transcript.AddMessage(text);
                break;
            case "command_execution" when item.Number("exit_code") is not 0:
                transcript.Note($"exit code {item.Number("exit_code")}: {item.Text("aggregated_output")}");
                break;
            case "file_change":
                var changes = item.Items("changes").Select(change => $"{change.Text("kind")} {change.Text("path")}");
                transcript.Note(string.Join(", ", changes));
                break;
        }
    }

    private static void ReadUsage(JsonElement usage, Transcript transcript)
    {
        var known = transcript.Usage;
        transcript.Usage = known with
        {
            InputTokens = Sum(known.InputTokens, usage.Number("input_tokens")),
            CachedInputTokens = Sum(known.CachedInputTokens, usage.Number("cached_input_tokens")),
            OutputTokens = Sum(known.OutputTokens, usage.Number("output_tokens")),
            Turns = (known.Turns ?? 0) + 1,
        };
    }

    private static long? Sum(long? before, long? more) => more is null ? before : (before ?? 0) + more;
}
