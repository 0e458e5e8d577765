namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>What the owner set of a tool on the command line.</summary>
internal sealed record PromptToolSettings
{
    public static readonly TimeSpan DefaultIdleLimit = TimeSpan.FromMinutes(10);

    /// <summary>The program: a name that PATH knows, or a path.</summary>
    public required string Program { get; init; }

    /// <summary>Further arguments, before all others.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How it is asked for its version.</summary>
    public IReadOnlyList<string> VersionArguments { get; init; } = ["--version"];

    /// <summary>How long it may print nothing: tools have been seen to hang in the middle of a stream.</summary>
    public TimeSpan IdleLimit { get; init; } = DefaultIdleLimit;

    public string? FindMistake()
    {
        if (Program.Length == 0)
        {
            return "Its program has no name.";
        }

        return IdleLimit < TimeSpan.FromSeconds(1) ? "Its idle-timeout is under a second." : null;
    }
}
