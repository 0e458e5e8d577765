namespace Swarm.Embedded.Startup;

/// <summary>The host cannot start, for a reason that one sentence tells.</summary>
internal sealed class HostStartException(string message, int exitCode, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Functions, settings or host.json are wrong.</summary>
    public const int Misconfigured = 1;

    /// <summary>The port or the data cannot be used: another process has it, the disk is full and the like.</summary>
    public const int Unavailable = 3;

    public int ExitCode => exitCode;
}
