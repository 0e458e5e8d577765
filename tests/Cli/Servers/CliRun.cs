using Swarm.Cli;
using Swarm.Cli.Consoles;

namespace Swarm.Tests.Cli.Servers;

/// <summary>Calls the command line as a process would, with streams and environment of the test.</summary>
internal sealed class CliRun : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly CancellationTokenSource interrupt = new();

    public Dictionary<string, string> Environment { get; } = new()
    {
        ["HOME"] = Path.Combine(Path.GetTempPath(), "swarm-tests-no-such-home"),
        ["SWARM_KEY"] = "swk_admin_test",
    };

    public string Output => output.ToString().ReplaceLineEndings("\n");

    public string Error => error.ToString().ReplaceLineEndings("\n");

    /// <summary>True to play a terminal, where the progress is redrawn in place.</summary>
    public bool IsTerminal { get; init; }

    public void Interrupt() => interrupt.Cancel();

    public Task<int> InvokeAsync(params string[] arguments)
    {
        var context = new CliContext(TextWriter.Synchronized(output), TextWriter.Synchronized(error), IsTerminal)
        {
            Environment = name => Environment.GetValueOrDefault(name),
            Interrupted = interrupt.Token,
        };
        return SwarmCommand.InvokeAsync(arguments, context).WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        interrupt.Dispose();
        output.Dispose();
        error.Dispose();
    }
}
