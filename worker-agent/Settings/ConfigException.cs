namespace Swarm.WorkerAgent.Settings;

/// <summary>A file of the owner's cannot be used; the message names file, line and what is wrong.</summary>
internal sealed class ConfigException(string message) : Exception(message);
