using Swarm.WorkerAgent.Git;

namespace Swarm.Tests.WorkerAgent.Kit;

/// <summary>Git that is not there any more after so many calls: from then on the agent is as good as killed.</summary>
internal sealed class CrashingGit(int callsUntilCrash) : GitRunner(TimeProvider.System)
{
    public int Calls { get; private set; }

    public override Task<GitAnswer> RunAsync(
        string folder,
        string[] arguments,
        string? input = null,
        IReadOnlyDictionary<string, string>? variables = null)
    {
        if (Calls == callsUntilCrash)
        {
            throw new CrashException();
        }

        Calls++;
        return base.RunAsync(folder, arguments, input, variables);
    }
}

/// <summary>Stands for the kill.</summary>
internal sealed class CrashException : Exception;
