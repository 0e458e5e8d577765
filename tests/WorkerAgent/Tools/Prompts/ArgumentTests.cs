using System.Text.Json.Nodes;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Mcp;
using Swarm.WorkerAgent.Tools.Prompts;

namespace Swarm.Tests.WorkerAgent.Tools.Prompts;

/// <summary>Every flag of every AI tool, word by word, as its documentation has them.</summary>
public sealed class ArgumentTests : IDisposable
{
    private const string Servers =
        """{"mcpServers":{"swarm":{"command":"/opt/swarm-agent","args":["mcp","/tmp/c/s"]}}}""";

    private static readonly McpConnection Mcp = new("/opt/swarm-agent", ["mcp", "/tmp/c/s"]);

    // What comes from outside looks like flags and has quotes; none of it may stand alone.
    private static readonly AiWork Bare = new() { Prompt = "--yolo" };
    private static readonly AiWork Full = new()
    {
        Prompt = "--yolo",
        Instructions = "--dangerous",
        Model = "--model-x",
        MaxTurns = 4,
        CostLimitUsd = 1.5m,
        OutputSchema = """{"type":"object"}""",
        AllowedTools = ["Read", "Bash(git log *)"],
    };

    private readonly TestFolder folder = new();
    private readonly WorkFolder work;

    public ArgumentTests() => work = WorkFolder.Create(new DataFolder(folder.Path), WorkItems.Noop("ask"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Claude_Code()
    {
        var dialect = new ClaudeDialect("acceptEdits", []);

        Assert.Equal(
            ["-p", "--output-format=stream-json", "--verbose", "--permission-mode=acceptEdits"],
            dialect.Arguments(Call(Bare)));
        Assert.Equal(
            [
                "-p",
                "--output-format=stream-json",
                "--verbose",
                "--permission-mode=acceptEdits",
                $"--mcp-config={Servers}",
                "--strict-mcp-config",
                "--allowedTools=Read,Bash(git log *),mcp__swarm",
                "--max-turns=4",
                "--max-budget-usd=1.5",
                """--json-schema={"type":"object"}""",
                "--model=--model-x",
                "--resume=--session-x",
            ],
            dialect.Arguments(Call(Full, "--session-x", Mcp)));
    }

    [Fact]
    public void Gemini_CLI()
    {
        var dialect = new GeminiDialect("auto_edit");
        string[] always =
        [
            "--prompt=Do what the text on standard input asks for.",
            "--output-format=stream-json",
            "--approval-mode=auto_edit",
            "--skip-trust",
        ];

        Assert.Equal(always, dialect.Arguments(Call(Bare)));
        Assert.Empty(dialect.Environment(Call(Bare)));
        Assert.Equal(
            [.. always, "--model=--model-x", "--resume=--session-x"],
            dialect.Arguments(Call(Full, "--session-x", Mcp)));
        Assert.Equal(
            [KeyValuePair.Create("GEMINI_CLI_SYSTEM_DEFAULTS_PATH", work.SettingsFile)],
            dialect.Environment(Call(Full, mcp: Mcp)));
        var server = JsonNode.Parse(File.ReadAllText(work.SettingsFile))!["mcpServers"]!["swarm"]!;
        Assert.Equal(
            """{"command":"/opt/swarm-agent","args":["mcp","/tmp/c/s"],"trust":true}""", server.ToJsonString());
    }

    [Fact]
    public void Codex_CLI()
    {
        var dialect = new CodexDialect("workspace-write");
        string[] always = ["exec", "--json", "--sandbox=workspace-write", "-C", work.Tree, "--skip-git-repo-check"];

        Assert.Equal([.. always, "-"], dialect.Arguments(Call(Bare)));
        Assert.Equal(
            [
                .. always,
                "--config=mcp_servers.swarm.command=\"/opt/swarm-agent\"",
                "--config=mcp_servers.swarm.args=[\"mcp\",\"/tmp/c/s\"]",
                $"--output-schema={work.SchemaFile}",
                "--model=--model-x",
                "resume",
                "0199-abc",
                "-",
            ],
            dialect.Arguments(Call(Full, "0199-abc", Mcp)));
        Assert.Equal("""{"type":"object"}""", File.ReadAllText(work.SchemaFile));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no settings")]
    [InlineData("[]")]
    public void Without_defaults_of_the_machine_Gemini_gets_ours_alone(string? own) =>
        Assert.Equal(Servers, GeminiDefaults.With(own, Servers));

    [Fact]
    public void The_defaults_of_the_machine_hold_beside_ours()
    {
        const string own = """
            {
              // They have comments.
              "ui": { "theme": "GitHub" },
              "mcpServers": { "wiki": { "command": "wiki" } },
            }
            """;

        Assert.Equal(
            """{"ui":{"theme":"GitHub"},"mcpServers":{"wiki":{"command":"wiki"},"swarm":{"command":"x"}}}""",
            GeminiDefaults.With(own, """{"mcpServers":{"swarm":{"command":"x"}}}"""));
    }

    private PromptCall Call(AiWork asked, string? resume = null, McpConnection? mcp = null) =>
        new(asked, resume, work) { Mcp = mcp };
}
