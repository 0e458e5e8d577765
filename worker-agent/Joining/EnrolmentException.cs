namespace Swarm.WorkerAgent.Joining;

/// <summary>This machine is no worker of the control plane and cannot become one as it was started.</summary>
internal sealed class EnrolmentException(string message, Exception? inner = null) : Exception(message, inner);
