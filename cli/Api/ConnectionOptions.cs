using System.CommandLine;
using Swarm.Cli.Consoles;

namespace Swarm.Cli.Api;

/// <summary>The options that say which control plane is meant; every command takes them.</summary>
internal sealed class ConnectionOptions
{
    public Option<string?> Url { get; } = new("--url")
    {
        Description = "Address of the control plane. "
            + $"Default: SWARM_URL, or the data folder's, or {Connection.DefaultAddress}.",
        Recursive = true,
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = "Data folder of a control plane on this machine. Default: SWARM_DATA, or ~/.local/state/swarm.",
        Recursive = true,
    };

    public SwarmClient Connect(ParseResult parsed, CliContext context) =>
        new(Connection.Find(context, parsed.GetValue(Url), parsed.GetValue(Data)));
}
