using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent.Mcp;

/// <summary>How an AI tool starts the MCP server that leads to its agent.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record McpConnection(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>What AI tools call the server.</summary>
    public const string ServerName = "swarm";

    public static McpConnection To(string address)
    {
        var self = SelfExecutable.Find();
        return new McpConnection(self.FileName, [.. self.Arguments, McpCommand.Verb, address]);
    }

    /// <summary>The folder that a sandbox must show for it to start.</summary>
    public static string ProgramFolder => AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>The settings of MCP servers in the form that most tools share.</summary>
    public string ToJson(bool isTrusted = false)
    {
        var server = new JsonObject
        {
            ["command"] = Program,
            ["args"] = new JsonArray([.. Arguments.Select(argument => (JsonNode)argument)]),
        };
        if (isTrusted)
        {
            server["trust"] = true;
        }

        return new JsonObject { ["mcpServers"] = new JsonObject { [ServerName] = server } }.ToJsonString();
    }

    /// <summary>A JSON string, which is a TOML string as well.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
