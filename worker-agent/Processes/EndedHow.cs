namespace Swarm.WorkerAgent.Processes;

/// <summary>What brought a command to its end.</summary>
internal enum EndedHow
{
    /// <summary>It ended by itself.</summary>
    ByItself,

    /// <summary>It could not be started.</summary>
    NotStarted,

    /// <summary>Its sandbox could not be started: that says nothing about the command.</summary>
    NoSandbox,

    /// <summary>Its claim was ended.</summary>
    Claim,

    /// <summary>Its time was over.</summary>
    TimeLimit,

    /// <summary>It printed nothing for too long.</summary>
    Silence,

    /// <summary>It took more of the machine than its owner allows.</summary>
    Excess,

    /// <summary>It had told its result and did not end.</summary>
    Lingering,
}
