using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Swarm.Core.Json;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workflows;

/// <summary>The rows of a workflow's partition, which is named by its id, and of the index of names.</summary>
internal static class WorkflowRows
{
    public const string Head = "head";

    /// <summary>The number of its newest run.</summary>
    public const string RunCounter = "runs";

    public const string NamePartition = "name";

    private const string Source = "Source";
    private const string Definition = "Definition";

    public static string Version(int version) => $"v{version:D6}";

    /// <summary>The key of a name in the index; a hash, as names may hold what keys must not.</summary>
    public static string Name(string name) => Hash(name);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static TableEntity ToHeadRow(WorkflowDocument head, ETag etag) =>
        Documents.ToRow(head.Id, Head, head, WorkflowsJsonContext.Default.WorkflowDocument, etag);

    public static TableEntity ToVersionRow(WorkflowVersion version)
    {
        var row = Documents.ToRow(
            version.Head.Id,
            Version(version.Head.Version),
            version.Head,
            WorkflowsJsonContext.Default.WorkflowDocument);
        PackedText.Write(row, Source, version.Source);

        // What the file means is stored with it, so that no later reading of the language changes a run.
        var definition = JsonSerializer.Serialize(version.Definition, CoreJsonContext.Default.WorkflowDefinition);
        PackedText.Write(row, Definition, definition);
        return row;
    }

    public static WorkflowVersion ReadVersion(TableEntity row) => new(
        Documents.Read(row, WorkflowsJsonContext.Default.WorkflowDocument),
        PackedText.Read(row, Source),
        JsonSerializer.Deserialize(PackedText.Read(row, Definition), CoreJsonContext.Default.WorkflowDefinition)!);
}
