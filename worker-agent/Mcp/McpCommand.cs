using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Swarm.WorkerAgent.Channels;
using Swarm.WorkerAgent.CommandLine;

namespace Swarm.WorkerAgent.Mcp;

/// <summary>
/// What <c>swarm-agent mcp ADDRESS</c> does: an MCP server on standard input and output that passes each call on to the
/// agent which runs the AI tool. Without an address, <c>SWARM_CHANNEL</c> names it.
/// </summary>
internal static class McpCommand
{
    public const string Verb = "mcp";
    private const string ServerName = "swarm";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var address = arguments.ElementAtOrDefault(1) ?? Environment.GetEnvironmentVariable(ChannelClient.Variable);
        if (address is null)
        {
            await Console.Error.WriteLineAsync(
                $"swarm-agent {Verb} is for AI tools that a worker agent runs; there is no address "
                + $"({ChannelClient.Variable} is not set).");
            return ExitCodes.Usage;
        }

        try
        {
            using var channel = await ChannelClient.ConnectAsync(address, CancellationToken.None);
            var options = Describe(channel);
            await using var transport = new StdioServerTransport(options, NullLoggerFactory.Instance);
            await using var server = McpServer.Create(transport, options, NullLoggerFactory.Instance, null);
            await server.RunAsync();
            return ExitCodes.Done;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Fault;
        }
    }

    private static McpServerOptions Describe(ChannelClient channel) => new()
    {
        ServerInfo = new Implementation { Name = ServerName, Version = "1" },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = McpTools.All }),
            CallToolHandler = async (call, cancellation) =>
            {
                var name = call.Params?.Name ?? "";
                var reply = McpTools.Translate(name, call.Params?.Arguments) is { } request
                    ? await channel.CallAsync(request with { WantsNews = true }, cancellation)
                    : ChannelReply.Error($"There is no tool '{name}'.");
                return new CallToolResult
                {
                    Content = [.. McpTools.Texts(reply).Select(text => new TextContentBlock { Text = text })],
                    IsError = reply.IsError,
                };
            },
        },
    };
}
