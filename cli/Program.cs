using Swarm.Cli.Consoles;

namespace Swarm.Cli;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        using var interrupts = new Interrupts();
        var isTerminal = !Console.IsOutputRedirected
            && !string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        var context = new CliContext(Console.Out, Console.Error, isTerminal)
        {
            Interrupted = interrupts.First,
            InterruptedAgain = interrupts.Second,
        };
        return await SwarmCommand.InvokeAsync(args, context);
    }
}
