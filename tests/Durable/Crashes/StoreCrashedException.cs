namespace Swarm.Tests.Durable.Crashes;

/// <summary>The process of the store has died.</summary>
internal sealed class StoreCrashedException() : Exception("The process has died.");
