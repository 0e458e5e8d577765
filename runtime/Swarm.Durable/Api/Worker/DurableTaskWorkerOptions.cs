namespace Swarm.Durable.Worker;

/// <summary>How a worker works.</summary>
public class DurableTaskWorkerOptions
{
    /// <summary>Which versions of orchestrations the worker takes; null for all.</summary>
    public VersioningOptions? Versioning { get; set; }

    /// <summary>Which orchestrations are taken, by their version.</summary>
    public enum VersionMatchStrategy
    {
        /// <summary>All.</summary>
        None = 0,

        /// <summary>Those of the worker's own version.</summary>
        Strict = 1,

        /// <summary>Those of the worker's own version and of lower ones. No version is the lowest.</summary>
        CurrentOrOlder = 2,
    }

    /// <summary>What becomes of an orchestration whose version the worker does not take.</summary>
    public enum VersionFailureStrategy
    {
        /// <summary>It stays as it is and waits for a worker that takes it.</summary>
        Reject = 0,

        /// <summary>It fails.</summary>
        Fail = 1,
    }

    /// <summary>Which versions of orchestrations a worker takes.</summary>
    public class VersioningOptions
    {
        /// <summary>The worker's own version.</summary>
        /// <value>Empty by default: unversioned.</value>
        public string Version { get; set; } = string.Empty;

        /// <summary>The version of sub-orchestrations that are called without one.</summary>
        /// <value>Empty by default: unversioned.</value>
        public string DefaultVersion { get; set; } = string.Empty;

        /// <summary>Which versions are taken.</summary>
        /// <value>All by default.</value>
        public VersionMatchStrategy MatchStrategy { get; set; } = VersionMatchStrategy.None;

        /// <summary>What becomes of those that are not taken.</summary>
        /// <value>They wait by default.</value>
        public VersionFailureStrategy FailureStrategy { get; set; } = VersionFailureStrategy.Reject;
    }
}
