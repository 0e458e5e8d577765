using System.Text.Json;
using Swarm.Contracts.WorkItems;
using Swarm.Core.References;
using Swarm.Core.Workflows;

namespace Swarm.Functions.Orchestrations;

/// <summary>What a node puts out: what conditions, references and readers see of a report.</summary>
internal sealed record NodeOutput(int? ExitCode, string Stdout, string Stderr, bool OutputCut, string? Commit)
{
    public const string NoJson = "It was to print JSON (output: json), and what it printed is no single JSON value.";
    public const string TooLong = "It was to print JSON (output: json), and printed more than is kept of an output.";

    /// <summary>What it printed, read as JSON, where the node says that it prints JSON.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The whole of what the worker reported.</summary>
    public static JsonElement Of(ReportRequest report, OutputFormat format)
    {
        var output = new NodeOutput(
            report.ExitCode, report.Stdout ?? "", report.Stderr ?? "", report.OutputCut, report.Commit);
        return ToJson(format == OutputFormat.Json ? output with { Value = PrintedJson.Read(output.Stdout) } : output);
    }

    public static JsonElement ToJson(NodeOutput output) =>
        JsonSerializer.SerializeToElement(output, OrchestrationsJsonContext.Default.NodeOutput);

    /// <summary>What conditions see of a node that ran for each item of a list.</summary>
    public static JsonElement OfFanOut(int count, int failed) => JsonSerializer.SerializeToElement(
        new Dictionary<string, int> { [FanOutOutput.Count] = count, [FanOutOutput.Failed] = failed },
        OrchestrationsJsonContext.Default.DictionaryStringInt32);
}
