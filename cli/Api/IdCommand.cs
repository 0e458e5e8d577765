using System.CommandLine;
using Swarm.Cli.Consoles;
using Swarm.Cli.Json;

namespace Swarm.Cli.Api;

/// <summary>Commands that do something with one thing, named by its id: <c>swarm tasks cancel ID</c>.</summary>
internal static class IdCommand
{
    /// <summary>A command that shows what it is told of the thing.</summary>
    /// <param name="options">How it reaches the API.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="what">What the id names, such as "The task."</param>
    /// <param name="output">How the answer is shown.</param>
    /// <param name="ask">Asks; what it throws becomes the exit code.</param>
    public static Command Create<T>(
        ConnectionOptions options,
        string name,
        string description,
        string what,
        ResultOutput<T> output,
        Func<SwarmClient, string, ParseResult, Task<T>> ask) => Create(
        output.Context,
        options,
        name,
        description,
        what,
        async (client, id, parsed) => output.Show(parsed, await ask(client, id, parsed)));

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
