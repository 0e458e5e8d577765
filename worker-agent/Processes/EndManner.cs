namespace Swarm.WorkerAgent.Processes;

/// <summary>How gently a session is ended.</summary>
internal enum EndManner
{
    /// <summary>SIGINT first: the work may clean up after itself.</summary>
    Interrupt,

    /// <summary>SIGTERM first: the agent itself has to stop soon.</summary>
    Terminate,

    /// <summary>SIGKILL: somebody else may be doing the same work by now.</summary>
    Kill,
}
