namespace Swarm.Contracts.Health;

/// <summary>Whether the control plane is well, with each thing that it depends on.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Version">The control plane's version.</param>
/// <param name="Checks">Each dependency: its name, and null or what is wrong with it.</param>
public sealed record HealthReport(string Status, string Version, IReadOnlyDictionary<string, string?> Checks);
