namespace Swarm.Core.References;

/// <summary>A reference leads to nothing now, although the file is valid. It never leaves this folder.</summary>
internal sealed class ReferenceException(string message) : Exception(message);
