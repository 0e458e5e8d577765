namespace Swarm.WorkerAgent.Git;

/// <summary>A branch that moves forward.</summary>
/// <param name="Branch">Its short name.</param>
/// <param name="Update">The move itself.</param>
/// <param name="Checkout">The folder where it is checked out, which moves along; null when it is nowhere.</param>
internal sealed record BranchMove(string Branch, RefUpdate Update, string? Checkout);
