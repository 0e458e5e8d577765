using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Content;
using Swarm.Core.Json;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>What a node puts out: what conditions, references and readers see of a report.</summary>
internal sealed record NodeOutput(
    int? ExitCode, JsonElement Stdout, JsonElement Stderr, bool OutputCut, string? Commit)
{
    public const string NoJson = "It was to print JSON (output: json), and what it printed is no single JSON value.";
    public const string TooLong = "It was to print JSON (output: json), and printed more than is kept of an output.";

    /// <summary>What it printed, read as JSON, where the node says that it prints JSON.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Where all of the standard output is, if not here.</summary>
    public ContentReference? StdoutContent { get; init; }

    /// <summary>Where all of the standard error is, if not here.</summary>
    public ContentReference? StderrContent { get; init; }

    /// <summary>The whole of what the worker reported; claim checks stand for long texts.</summary>
    /// <param name="report">The report.</param>
    /// <param name="printed">All that it printed, for a node that prints JSON; null for others.</param>
    public static JsonElement Of(ReportRequest report, string? printed) => ToJson(
        new NodeOutput(
            report.ExitCode,
            Whole(report.Stdout, report.StdoutContent),
            Whole(report.Stderr, report.StderrContent),
            report.OutputCut && report is { StdoutContent: null, StderrContent: null },
            report.Commit)
        {
            Value = printed is null ? null : PrintedJson.Read(printed),
        });

    /// <summary>The ends of what was printed, and where there is more.</summary>
    public static JsonElement Of(WorkReport report, JsonElement? value) => ToJson(
        new NodeOutput(
            report.ExitCode, Text(report.Stdout), Text(report.Stderr), report.OutputCut, report.Commit)
        {
            Value = value,
            StdoutContent = report.StdoutContent,
            StderrContent = report.StderrContent,
        });

    private static JsonElement Whole(string? tail, ContentReference? all) =>
        all is null ? Text(tail) : ClaimChecks.ToJson(all);

    private static JsonElement Text(string? text) =>
        JsonSerializer.SerializeToElement(text ?? "", CoreJsonContext.Default.String);

    private static JsonElement ToJson(NodeOutput output) =>
        JsonSerializer.SerializeToElement(output, OrchestrationsJsonContext.Default.NodeOutput);

    /// <summary>What conditions see of a node that ran for each item of a list.</summary>
    public static JsonElement OfFanOut(int count, int failed) => JsonSerializer.SerializeToElement(
        new Dictionary<string, int> { [FanOutOutput.Count] = count, [FanOutOutput.Failed] = failed },
        OrchestrationsJsonContext.Default.DictionaryStringInt32);
}
