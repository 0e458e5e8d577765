using System.Text.Json;
using Swarm.Contracts.WorkItems;

namespace Swarm.Functions.Orchestrations;

/// <summary>What a node puts out: what conditions, references and readers see of a report.</summary>
internal sealed record NodeOutput(int? ExitCode, string Stdout, string Stderr, bool OutputCut, string? Commit)
{
    /// <summary>The whole of what the worker reported.</summary>
    public static JsonElement Of(ReportRequest report) =>
        ToJson(report.ExitCode, report.Stdout, report.Stderr, report.OutputCut, report.Commit);

    public static JsonElement ToJson(int? exitCode, string? stdout, string? stderr, bool outputCut, string? commit) =>
        JsonSerializer.SerializeToElement(
            new NodeOutput(exitCode, stdout ?? "", stderr ?? "", outputCut, commit),
            OrchestrationsJsonContext.Default.NodeOutput);
}
