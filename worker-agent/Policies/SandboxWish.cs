namespace Swarm.WorkerAgent.Policies;

/// <summary>What the owner wants commands to run in.</summary>
internal enum SandboxWish
{
    /// <summary>Nothing: they may do what the agent may.</summary>
    Off,

    /// <summary>The best that this machine has; nothing if it has none.</summary>
    Auto,

    /// <summary>The best that this machine has; without one no command runs.</summary>
    Required,

    /// <summary>Bubblewrap, or no command runs.</summary>
    Bubblewrap,

    /// <summary>A container, or no command runs.</summary>
    Container,
}
