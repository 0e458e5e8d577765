namespace Swarm.WorkerAgent.CommandLine;

/// <summary>What the agent's exit code tells a service supervisor or a script.</summary>
internal static class ExitCodes
{
    /// <summary>It drained and stopped as asked.</summary>
    public const int Done = 0;

    /// <summary>A fault of its own; starting it again may help.</summary>
    public const int Fault = 1;

    /// <summary>Wrong flags; starting it again does not help.</summary>
    public const int Usage = 2;

    /// <summary>Neither key nor join token is accepted; a person must make a new token.</summary>
    public const int NotJoined = 3;

    /// <summary>Another agent uses the data folder, or it cannot be used at all.</summary>
    public const int DataFolder = 4;
}
