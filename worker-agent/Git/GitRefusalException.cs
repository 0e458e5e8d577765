namespace Swarm.WorkerAgent.Git;

/// <summary>
/// What the work item asks of git cannot be done until a person changes something; the message says what.
/// </summary>
internal sealed class GitRefusalException(string message) : Exception(message);
