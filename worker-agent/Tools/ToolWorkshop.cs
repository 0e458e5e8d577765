using System.Text.RegularExpressions;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Processes;
using Swarm.WorkerAgent.Settings;
using Swarm.WorkerAgent.Tools.Customs;
using Swarm.WorkerAgent.Tools.Discovery;
using Swarm.WorkerAgent.Tools.Models;
using Swarm.WorkerAgent.Tools.Prompts;
using Swarm.WorkerAgent.Tools.Sessions;

namespace Swarm.WorkerAgent.Tools;

/// <summary>Makes the tools: those that the agent knows by itself, and those that its owner described.</summary>
/// <param name="settings">The owner's <c>tools</c> mapping; null if there is none.</param>
/// <param name="passedVariables">Further environment variables that every tool gets to see.</param>
/// <param name="data">The data folder.</param>
/// <param name="runner">Runs their commands.</param>
/// <param name="http">Asks their servers.</param>
/// <param name="time">The clock.</param>
internal sealed partial class ToolWorkshop(
    ConfigNode? settings,
    IReadOnlyCollection<string> passedVariables,
    DataFolder data,
    CommandRunner runner,
    HttpClient http,
    TimeProvider time)
{
    private const string CommandType = "command";
    private const string OpenAiType = "openai";

    private readonly ProgramSearch programs = new(time);
    private readonly SessionBook sessions = new(data.SessionsFile, time);

    /// <summary>All tools: built in, known, described.</summary>
    /// <exception cref="ConfigException">The owner's settings have a mistake.</exception>
    public IReadOnlyList<ITool> CreateAll()
    {
        List<ITool> all =
        [
            new ShellTool(passedVariables, runner), new NoopTool(), CreateClaude(), CreateGemini(), CreateCodex(),
            CreateOllama(),
        ];
        foreach (var name in settings?.Keys ?? [])
        {
            if (all.TrueForAll(tool => tool.Name != name))
            {
                var node = settings!.Child(name) ?? throw settings.Mistake($"says nothing of '{name}'");
                all.Add(CreateDescribed(name, node));
            }
            else if (name is ShellTool.ToolName or NoopTool.ToolName)
            {
                throw settings!.Mistake($"cannot describe '{name}', which has no settings");
            }
        }

        return all;
    }

    private PromptTool CreateClaude()
    {
        var node = settings?.Child(ClaudeDialect.ToolName)?.Allow([.. CommonNames, "permission-mode", "allowed-tools"]);
        var dialect = new ClaudeDialect(
            node?.Choice("permission-mode", ClaudeDialect.PermissionModes) ?? "acceptEdits",
            node?.Texts("allowed-tools") ?? []);
        return CreatePromptTool(ClaudeDialect.ToolName, "claude", node, dialect);
    }

    private PromptTool CreateGemini()
    {
        var node = settings?.Child(GeminiDialect.ToolName)?.Allow([.. CommonNames, "approval-mode"]);
        var dialect = new GeminiDialect(node?.Choice("approval-mode", GeminiDialect.ApprovalModes) ?? "auto_edit");
        return CreatePromptTool(GeminiDialect.ToolName, "gemini", node, dialect);
    }

    private PromptTool CreateCodex()
    {
        var node = settings?.Child(CodexDialect.ToolName)?.Allow([.. CommonNames, "sandbox"]);
        var dialect = new CodexDialect(node?.Choice("sandbox", CodexDialect.SandboxModes) ?? "workspace-write");
        return CreatePromptTool(CodexDialect.ToolName, "codex", node, dialect);
    }

    private static string[] CommonNames => ["program", "arguments", "idle-timeout"];

    private PromptTool CreatePromptTool(string name, string program, ConfigNode? node, IDialect dialect) => Create(
        name,
        new PromptToolSettings
        {
            Program = node?.Text("program") ?? program,
            Arguments = node?.Texts("arguments") ?? [],
            IdleLimit = node?.Duration("idle-timeout") ?? PromptToolSettings.DefaultIdleLimit,
        },
        dialect);

    private PromptTool Create(string name, PromptToolSettings tool, IDialect dialect) =>
        new(name, tool, dialect, passedVariables, runner, programs, sessions, time);

    private ModelTool CreateOllama()
    {
        var node = settings?.Child(OllamaDialect.ToolName)?.Allow(
            "url", "model", "context", "think", "keep-alive", "idle-timeout");
        var standard = new OllamaSettings();
        return CreateModelTool(OllamaDialect.ToolName, node, new OllamaDialect(new OllamaSettings
        {
            Url = node?.Address("url") ?? standard.Url,
            Model = node?.Text("model"),
            ContextTokens = node?.Number("context", 512, 10_000_000) ?? standard.ContextTokens,
            Think = node?.Flag("think"),
            KeepAlive = node?.Text("keep-alive"),
        }));
    }

    private ModelTool CreateModelTool(string name, ConfigNode? node, IModelDialect dialect) =>
        new(name, dialect, node?.Duration("idle-timeout") ?? PromptToolSettings.DefaultIdleLimit, http, time);

    private ITool CreateDescribed(string name, ConfigNode node)
    {
        if (!ToolName().IsMatch(name))
        {
            throw node.Mistake("must be named by lower-case letters and digits with single dashes between, 40 at most");
        }

        return node.Choice("type", [CommandType, OpenAiType]) switch
        {
            CommandType => CreateCustom(name, node),
            OpenAiType => CreateOpenAi(name, node),
            _ => throw node.Mistake($"must have a type: {CommandType} or {OpenAiType}"),
        };
    }

    private ModelTool CreateOpenAi(string name, ConfigNode node)
    {
        node.Allow("type", "url", "key-variable", "model", "idle-timeout");
        return CreateModelTool(name, node, new OpenAiDialect(new OpenAiSettings
        {
            Url = node.Address("url") ?? throw node.Mistake("must have a url"),
            KeyVariable = node.Text("key-variable"),
            Model = node.Text("model"),
        }));
    }

    private PromptTool CreateCustom(string name, ConfigNode node)
    {
        node.Allow(
            "type", "command", "version", "output", "result", "error", "session", "usage", "variables",
            "keeps", "idle-timeout");
        var command = node.List("command") ?? throw node.Mistake("must have a command");
        var program = command[0].IsList ? throw command[0].Mistake("must be the program") : command[0].AsText();
        var usage = node.Child("usage")?.Allow(
            "inputTokens", "outputTokens", "cachedInputTokens", "costUsd", "turns", "model");
        var custom = new CustomToolSettings
        {
            Arguments = new ArgumentTemplate(
                [.. command.Skip(1).Select(group => group.AsList().Select(item => item.AsText()).ToArray())]),
            Output = Enum.Parse<OutputFormat>(
                node.Choice("output", ["text", "json", "jsonl"]) ?? "text", ignoreCase: true),
            Result = node.Text("result"),
            Error = node.Text("error"),
            Session = node.Text("session"),
            Usage = usage?.Keys.ToDictionary(key => key, key => usage.Text(key) ?? "") ?? [],
            Variables = node.Texts("variables") ?? [],
            Keeps = node.Texts("keeps") ?? [],
        };
        if (custom.FindMistake() is { } mistake)
        {
            throw node.Mistake($"is wrong: {mistake}");
        }

        var version = node.Texts("version");
        return Create(
            name,
            new PromptToolSettings
            {
                Program = program,
                VersionArguments = version is null ? ["--version"] : [.. version.Skip(1)],
                IdleLimit = node.Duration("idle-timeout") ?? PromptToolSettings.DefaultIdleLimit,
            },
            new CustomDialect(custom));
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ToolName();
}
