namespace Swarm.Contracts.Tasks;

/// <summary>A template with its text.</summary>
/// <param name="Summary">Its facts.</param>
/// <param name="Source">The file.</param>
public sealed record TaskTemplateDetail(TaskTemplateSummary Summary, string Source);
