namespace Swarm.WorkerAgent.Git;

/// <summary>Git failed in a way that nothing here expects; trying again may help.</summary>
internal sealed class GitException(string message, Exception? inner = null) : Exception(message, inner);
