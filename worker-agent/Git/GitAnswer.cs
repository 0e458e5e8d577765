namespace Swarm.WorkerAgent.Git;

/// <summary>What a call of git gave back.</summary>
internal sealed record GitAnswer(IReadOnlyList<string> Arguments, int ExitCode, string Output, string Errors)
{
    /// <summary>The output without its last line end.</summary>
    /// <exception cref="GitException">The exit code was not 0.</exception>
    public string Require()
    {
        if (ExitCode != 0)
        {
            throw ToException();
        }

        return Output.TrimEnd('\n');
    }

    public GitException ToException() =>
        new($"git {string.Join(' ', Arguments.Take(3))}… ended with exit code {ExitCode}: {Errors.Trim()}");
}
