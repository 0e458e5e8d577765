using System.CommandLine;
using Swarm.Cli.Consoles;

namespace Swarm.Cli.Api;

/// <summary>Commands that do something with one thing, named by its id: <c>swarm tasks cancel ID</c>.</summary>
internal static class IdCommand
{
    /// <summary>A command that ends with 0 when it could do it.</summary>
    /// <param name="context">Where the command writes.</param>
    /// <param name="options">How it reaches the API.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="what">What the id names, such as "The task."</param>
    /// <param name="act">Does it; what it throws becomes the exit code.</param>
    public static Command Create(
        CliContext context,
        ConnectionOptions options,
        string name,
        string description,
        string what,
        Func<SwarmClient, string, ParseResult, Task> act)
    {
        var id = new Argument<string>("ID") { Description = what };
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, _) =>
        {
            using var client = options.Connect(parsed, context);
            await act(client, parsed.GetRequiredValue(id), parsed);
            return ExitCodes.Ok;
        });
        return command;
    }
}
