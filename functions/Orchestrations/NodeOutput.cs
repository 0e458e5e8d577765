namespace Swarm.Functions.Orchestrations;

/// <summary>What a node puts out.</summary>
internal sealed record NodeOutput(int? ExitCode, string Stdout, string Stderr, bool OutputCut, string? Commit);
