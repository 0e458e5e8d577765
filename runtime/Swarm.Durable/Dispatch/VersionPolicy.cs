using Swarm.Durable.Abstractions;
using Swarm.Durable.Worker;
using static Swarm.Durable.Worker.DurableTaskWorkerOptions;

namespace Swarm.Durable.Dispatch;

/// <summary>Which versions of orchestrations an engine runs.</summary>
internal sealed class VersionPolicy(DurableTaskWorkerOptions.VersioningOptions? options)
{
    /// <summary>Whether an instance of the version is left for another engine.</summary>
    internal bool Rejects(string version) =>
        options is { FailureStrategy: VersionFailureStrategy.Reject } && MismatchOf(version) is not null;

    /// <summary>Fails an instance whose version is not run here.</summary>
    /// <exception cref="VersionMismatchException">Its version is not run here.</exception>
    internal void Demand(string version)
    {
        if (MismatchOf(version) is { } mismatch)
        {
            throw new VersionMismatchException(mismatch);
        }
    }

    private string? MismatchOf(string version)
    {
        if (options is null or { MatchStrategy: VersionMatchStrategy.None })
        {
            return null;
        }

        int comparison = TaskOrchestrationVersioningUtils.CompareVersions(version, options.Version);
        return options.MatchStrategy switch
        {
            VersionMatchStrategy.Strict when comparison != 0 =>
                $"The orchestration version '{version}' does not match the worker version '{options.Version}'.",
            VersionMatchStrategy.CurrentOrOlder when comparison > 0 =>
                $"The orchestration version '{version}' is greater than the worker version '{options.Version}'.",
            _ => null,
        };
    }
}
