namespace Swarm.Cli;

/// <summary>What the process answers its caller with; docs/cli.md tells the same.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The run failed or was cancelled.</summary>
    public const int RunFailed = 1;

    /// <summary>An argument, a workflow file or an input is wrong; nothing was stored.</summary>
    public const int WrongInput = 2;

    /// <summary>A process could not be started, or the control plane does not answer or refuses the key.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl-C, as shells have it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
