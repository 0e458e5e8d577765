using System.Globalization;
using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Folders;

/// <summary>
/// The folder of one claim. <c>claim.json</c>: the work item; <c>process.json</c>: the session of its command;
/// <c>tree/</c>: where the command runs; <c>inputs/</c>: its inputs; <c>log.jsonl</c>, <c>stdout</c>, <c>stderr</c>:
/// what it printed; <c>report.json</c>: the result, there from the moment the work has ended until the control plane
/// has it.
/// </summary>
internal sealed class WorkFolder(string root)
{
    public string Root { get; } = root;

    public string ClaimFile => Path.Combine(Root, "claim.json");

    public string ProcessFile => Path.Combine(Root, "process.json");

    public string Tree => Path.Combine(Root, "tree");

    public string LogFile => Path.Combine(Root, "log.jsonl");

    /// <summary>All that the command printed to standard output, until the control plane has it.</summary>
    public string StdoutFile => Path.Combine(Root, "stdout");

    /// <summary>All that the command printed to standard error, until the control plane has it.</summary>
    public string StderrFile => Path.Combine(Root, "stderr");

    /// <summary>The node's inputs as files.</summary>
    public string Inputs => Path.Combine(Root, "inputs");

    public string ReportFile => Path.Combine(Root, "report.json");

    public string ScriptFile => Path.Combine(Root, OperatingSystem.IsWindows() ? "script.ps1" : "script.sh");

    /// <summary>What the command reads on standard input.</summary>
    public string InputFile => Path.Combine(Root, "input");

    /// <summary>What a tool is asked, for tools that read it from a file.</summary>
    public string PromptFile => Path.Combine(Root, "prompt.txt");

    /// <summary>The schema that an answer must have, for tools that read it from a file.</summary>
    public string SchemaFile => Path.Combine(Root, "schema.json");

    public string EnvironmentFile => Path.Combine(Root, "environment");

    public static WorkFolder Of(DataFolder data, string workItemId, long token) => new(Path.Combine(
        data.Work, string.Create(CultureInfo.InvariantCulture, $"{SafeName.Of(workItemId)}+{token}")));

    /// <summary>Makes the folder for a new claim; what an earlier life left under the same name goes first.</summary>
    public static WorkFolder Create(DataFolder data, WorkItem item)
    {
        var folder = Of(data, item.Id, item.Token);
        FolderTree.Delete(folder.Root);
        Directory.CreateDirectory(folder.Root);
        DurableFile.Write(
            folder.ClaimFile, JsonSerializer.SerializeToUtf8Bytes(item, SwarmJsonContext.Default.WorkItem));
        DurableFile.SyncFolder(data.Work);
        return folder;
    }

    /// <summary>The work item; null when the folder holds none that can be read.</summary>
    public WorkItem? ReadClaim() => Read(ClaimFile, SwarmJsonContext.Default.WorkItem);

    /// <summary>The spooled report; null when the work did not end.</summary>
    public ReportRequest? ReadReport() => Read(ReportFile, SwarmJsonContext.Default.ReportRequest);

    /// <summary>From here on the result survives whatever happens to this process.</summary>
    public void SpoolReport(ReportRequest report) => DurableFile.Write(
        ReportFile, JsonSerializer.SerializeToUtf8Bytes(report, SwarmJsonContext.Default.ReportRequest));

    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
