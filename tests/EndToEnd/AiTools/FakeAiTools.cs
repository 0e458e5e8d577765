using Swarm.Tests.Shared;

namespace Swarm.Tests.EndToEnd.AiTools;

/// <summary>
/// A folder with programs that are called and print as the real AI tools do; the values are invented, the shapes are
/// theirs. Each runs a script of the test in its working folder; what that prints is its answer, as one line.
/// </summary>
internal sealed class FakeAiTools
{
    private const string Session = "11111111-1111-4111-8111-111111111111";

    private readonly string folder;

    public FakeAiTools(string root)
    {
        folder = Path.Combine(root, "ai-tools");
        Directory.CreateDirectory(folder);
    }

    /// <summary>The folder, as a part of a PATH.</summary>
    public string Folder => folder;

    /// <summary>Claude Code: the prompt comes on standard input, which the script gets in <c>$PROMPT</c>.</summary>
    public string Claude(string script) => Write("claude", "2.1.240 (Claude Code)", script, $$$"""
        printf '{"type":"system","subtype":"init","session_id":"%s","model":"claude-x"}\n' {{{Session}}}
        answer
        printf '{"type":"assistant","message":{"content":[{"type":"text","text":"%s"}]},"session_id":"s"}\n' "$ANSWER"
        printf '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"%s",' "$ANSWER"
        printf '"session_id":"%s","total_cost_usd":0.02,"usage":{"input_tokens":11,"output_tokens":7}}\n' {{{Session}}}
        """);

    /// <summary>Gemini CLI, likewise.</summary>
    public string Gemini(string script) => Write("gemini", "0.56.0", script, """
        printf '{"type":"init","timestamp":"2026-01-01T00:00:00.000Z","session_id":"s1","model":"gemini-x"}\n'
        answer
        printf '{"type":"message","timestamp":"t","role":"assistant","content":"%s","delta":true}\n' "$ANSWER"
        printf '{"type":"result","timestamp":"t","status":"success","stats":{"input_tokens":6,"output_tokens":3}}\n'
        """);

    private string Write(string name, string version, string script, string stream)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(Path.Combine(folder, $"{name}.script"), script + "\n");
        ProgramFile.Write(path, $$"""
            #!/bin/sh
            [ "$1" = --version ] && echo "{{version}}" && exit 0
            PROMPT=$(cat)
            export PROMPT
            answer() {
              ANSWER=$(sh -e "{{folder}}/{{name}}.script") || exit 1
              ANSWER=$(printf '%s' "$ANSWER" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\n' ' ')
            }
            {{stream}}
            """ + "\n");
        return path;
    }
}
