namespace Swarm.Durable.Dispatch;

/// <summary>The version of the orchestration is not run here.</summary>
internal sealed class VersionMismatchException(string message) : Exception(message);
