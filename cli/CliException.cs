namespace Swarm.Cli;

/// <summary>Ends the command with one sentence for the user and an exit code.</summary>
internal sealed class CliException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode { get; } = exitCode;

    public static CliException WrongInput(string message, Exception? inner = null) =>
        new(ExitCodes.WrongInput, message, inner);

    public static CliException CannotStart(string message, Exception? inner = null) =>
        new(ExitCodes.Unreachable, message, inner);
}
