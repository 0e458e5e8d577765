namespace Swarm.Core.Workflows;

/// <summary>The fields of what a shell node puts out.</summary>
public static class ShellOutput
{
    public const string ExitCode = "exitCode";
    public const string Stdout = "stdout";
    public const string Stderr = "stderr";

    /// <summary>True when an earlier part of stdout or stderr was left out.</summary>
    public const string OutputCut = "outputCut";

    /// <summary>The commit that it brought into the run's branch, if any.</summary>
    public const string Commit = "commit";

    /// <summary>What it printed, read as JSON, where the node says that it prints JSON.</summary>
    public const string Value = "value";

    public static readonly IReadOnlyList<string> Fields = [ExitCode, Stdout, Stderr, OutputCut, Commit];
}
