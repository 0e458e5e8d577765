namespace Swarm.Cli.Demos;

/// <summary>An AI tool of this machine.</summary>
/// <param name="Name">What workers call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Version">Its version, or the model that it has.</param>
/// <param name="WritesCode">Whether it changes files by itself, and does not only answer.</param>
internal sealed record AiTool(string Name, string Title, string Version, bool WritesCode);
