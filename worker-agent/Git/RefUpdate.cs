namespace Swarm.WorkerAgent.Git;

/// <summary>One ref's part of a transaction.</summary>
/// <param name="Name">The full name of the ref.</param>
/// <param name="New">What it points to afterwards.</param>
/// <param name="Old">What it must point to before; null when it must not exist.</param>
internal sealed record RefUpdate(string Name, string New, string? Old);
