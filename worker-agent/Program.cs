using Swarm.WorkerAgent.CommandLine;
using Swarm.WorkerAgent.Mcp;
using Swarm.WorkerAgent.Processes;

namespace Swarm.WorkerAgent;

internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (!OperatingSystem.IsWindows() && arguments is [ExecSession.Verb, ..])
        {
            // Before anything else is loaded: every command waits for this.
            return ExecSession.Run(arguments);
        }

        if (arguments is [McpCommand.Verb, ..])
        {
            return await McpCommand.RunAsync(arguments);
        }

        return await AgentCommands.InvokeAsync(arguments);
    }
}
