namespace Swarm.WorkerAgent.Doctors;

/// <summary>How bad something is.</summary>
internal enum Grade
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Work can be done, but the owner should know.</summary>
    Warning,

    /// <summary>Work cannot be done.</summary>
    Fault,
}
