using Spectre.Console;

namespace Swarm.Cli.Consoles;

/// <summary>What a command meets of the world: streams, environment, time, signals. Tests bring their own.</summary>
internal sealed class CliContext
{
    private const int PlainWidth = 160;

    public CliContext(TextWriter output, TextWriter error, bool isTerminal)
    {
        Out = output;
        Error = error;
        IsTerminal = isTerminal;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (!isTerminal)
        {
            // A pipe has no width; without one, tables would be folded at 80 columns.
            Console.Profile.Width = PlainWidth;
        }
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>True if somebody watches the output, so that it may be redrawn.</summary>
    public bool IsTerminal { get; }

    public IAnsiConsole Console { get; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>An instant as people read it: to the second, in their time zone.</summary>
    public string Local(DateTimeOffset at) =>
        $"{TimeZoneInfo.ConvertTime(at, Time.LocalTimeZone):yyyy-MM-dd HH:mm:ss}";

    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Ctrl-C, SIGTERM or a closed terminal: end in an orderly way.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>The second Ctrl-C: end at once.</summary>
    public CancellationToken InterruptedAgain { get; init; }
}
