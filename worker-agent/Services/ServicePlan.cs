namespace Swarm.WorkerAgent.Services;

/// <summary>How the agent becomes a service of one kind of system.</summary>
/// <param name="File">The file that describes the service; null where commands alone do.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Install">Commands to run once the file is there.</param>
/// <param name="Uninstall">Commands to run before the file goes.</param>
internal sealed record ServicePlan(
    string? File,
    string Content,
    IReadOnlyList<IReadOnlyList<string>> Install,
    IReadOnlyList<IReadOnlyList<string>> Uninstall);
