using Swarm.Tests.Shared;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>
/// A program that is called and prints as Claude Code does and really speaks MCP with the server that it is told of.
/// What it got lies in files beside it, numbered by its calls.
/// </summary>
internal sealed class FakeClaude(TestFolder folder)
{
    public const string Session = "11111111-1111-4111-8111-111111111111";

    public string Program => folder.At("claude");

    /// <summary>The arguments of a call, one a line.</summary>
    public string[] Arguments(int call) => File.ReadAllLines(folder.At($"arguments.{call}"));

    public string Prompt(int call) => File.ReadAllText(folder.At($"prompt.{call}"));

    public string WorkingFolder(int call) => File.ReadAllText(folder.At($"pwd.{call}")).Trim();

    /// <summary>What the MCP server answered, one message a line.</summary>
    public string[] Answers(int call) => File.ReadAllLines(folder.At($"mcp.{call}"));

    /// <summary>
    /// Writes it. In the script, <c>$N</c> counts the calls and <c>$RESUMED</c> is 1 in a conversation that goes on;
    /// <c>mcp_start</c> connects, <c>mcp_call NAME ARGUMENTS</c> uses a tool, <c>result TEXT</c> ends it.
    /// </summary>
    public void Write(string script)
    {
        var text = """
            #!/bin/bash
            [ "$1" = --version ] && echo "2.1.240 (Claude Code)" && exit 0
            D=DATA
            N=1; while [ -e "$D/pwd.$N" ]; do N=$((N + 1)); done
            pwd > "$D/pwd.$N"
            printf '%s\n' "$@" > "$D/arguments.$N"
            cat > "$D/prompt.$N"
            RESUMED=0
            for a in "$@"; do
              case $a in
                --mcp-config=*) CONFIG=${a#--mcp-config=} ;;
                --resume=*) RESUMED=1 ;;
              esac
            done
            ID=0
            : > "$D/mcp.$N"
            mcp_send() { printf '%s\n' "$1" >&"${MCP[1]}"; }
            mcp_read() { read -r LINE <&"${MCP[0]}" && printf '%s\n' "$LINE" >> "$D/mcp.$N"; }
            mcp_start() {
              COMMAND=$(printf '%s' "$CONFIG" | sed 's/.*"command":"\([^"]*\)".*/\1/')
              ADDRESS=$(printf '%s' "$CONFIG" | sed 's/.*"mcp","\([^"]*\)".*/\1/')
              coproc MCP { exec "$COMMAND" mcp "$ADDRESS"; }
              CLIENT='"capabilities":{},"clientInfo":{"name":"fake","version":"1"}'
              INIT="\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",$CLIENT}"
              mcp_send "{\"jsonrpc\":\"2.0\",\"id\":0,$INIT}"
              mcp_read
              mcp_send '{"jsonrpc":"2.0","method":"notifications/initialized"}'
              mcp_send '{"jsonrpc":"2.0","id":1000,"method":"tools/list"}'
              mcp_read
            }
            mcp_call() {
              ID=$((ID + 1))
              CALL="\"method\":\"tools/call\",\"params\":{\"name\":\"$1\",\"arguments\":$2}"
              mcp_send "{\"jsonrpc\":\"2.0\",\"id\":$ID,$CALL}"
              mcp_read
            }
            result() {
              printf '{"type":"result","subtype":"success","is_error":false,"num_turns":2,"session_id":"%s",' SESSION
              printf '"total_cost_usd":0.01,"usage":{"input_tokens":5,"output_tokens":3},"result":"%s"}\n' "$1"
              exit 0
            }
            printf '{"type":"system","subtype":"init","session_id":"%s","model":"claude-x"}\n' SESSION
            SCRIPT
            """;
        text = text.Replace("DATA", folder.Path, StringComparison.Ordinal)
            .Replace("SESSION", Session, StringComparison.Ordinal)
            .Replace("\nSCRIPT", "\n" + script, StringComparison.Ordinal);
        ProgramFile.Write(Program, text + "\n");
    }

    /// <summary>The agent's file that makes it the tool <c>claude-code</c>.</summary>
    public string WriteConfig()
    {
        var file = folder.At("agent.yaml");
        File.WriteAllText(file, $"tools: [claude-code]\ntool-settings: {{ claude-code: {{ program: {Program} }} }}\n");
        return file;
    }
}
