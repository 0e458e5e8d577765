namespace Swarm.Tests.Functions.Harness;

/// <summary>The process is dead; nothing that it still tries to write arrives.</summary>
internal sealed class CrashException() : Exception("The process was killed here.");
