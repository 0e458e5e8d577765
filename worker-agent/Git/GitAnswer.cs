namespace Swarm.WorkerAgent.Git;

/// <summary>What a call of git gave back.</summary>
internal sealed record GitAnswer(IReadOnlyList<string> Arguments, int ExitCode, string Output, string Errors)
{
    /// <summary>True when more was printed than is read: the output ends somewhere.</summary>
    public bool IsCut { get; init; }

    /// <summary>True when git stopped at a worktree whose files another git had created and not yet written.</summary>
    public bool FoundHalfMadeWorktree =>
        ExitCode == 128
        && Errors.StartsWith("fatal: failed to read ", StringComparison.Ordinal)
        && Errors.Contains("/commondir: ", StringComparison.Ordinal);

    /// <summary>The output without its last line end.</summary>
    /// <exception cref="GitException">The exit code was not 0, or the output is not complete.</exception>
    public string Require()
    {
        if (ExitCode != 0)
        {
            throw ToException();
        }

        if (IsCut)
        {
            throw new GitException(
                $"git {string.Join(' ', Arguments.Take(3))}… printed more than {GitRunner.MaxOutputBytes} bytes.");
        }

        return Output.TrimEnd('\n');
    }

    public GitException ToException() =>
        new($"git {string.Join(' ', Arguments.Take(3))}… ended with exit code {ExitCode}: {Errors.Trim()}");
}
