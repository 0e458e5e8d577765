namespace Swarm.WorkerAgent.Git;

/// <summary>
/// The command has ended and what it did could not be brought to where it belongs, or only in part. That is no result:
/// reported as a failure it would be tried again from the start, on top of effects that may be there already. The
/// claim is given up instead, and the next delivery of the same work item goes on from what is there.
/// </summary>
internal sealed class UnsettledException(Exception inner) : Exception(inner.Message, inner);
