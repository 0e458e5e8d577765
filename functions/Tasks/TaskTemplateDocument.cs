namespace Swarm.Functions.Tasks;

/// <summary>A template of the user's own, as it is stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The file.</param>
/// <param name="UpdatedAt">When it was stored last.</param>
public sealed record TaskTemplateDocument(string Name, string Source, DateTimeOffset UpdatedAt);
