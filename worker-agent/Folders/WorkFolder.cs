using System.Globalization;
using System.Text.Json;
using Swarm.Contracts.Json;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Folders;

/// <summary>
/// The folder of one claim. <c>claim.json</c>: the work item; <c>process.json</c>: the session of its command;
/// <c>tree/</c>: where the command runs; <c>inputs/</c>: its inputs; <c>log.jsonl</c>, <c>stdout</c>, <c>stderr</c>:
/// what it printed; <c>report.json</c>: the result, there from the moment the work has ended until the control plane
/// has it; <c>parked.json</c>: there while it waits for an answer.
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

    /// <summary>The settings that tell a tool of its MCP server, for tools that read them from a file.</summary>
    public string SettingsFile => Path.Combine(Root, "settings.json");

    /// <summary>The folder of the socket by which the command reaches the agent.</summary>
    public string ChannelFile => Path.Combine(Root, "channel");

    /// <summary>There while the work waits for an answer; see <see cref="ParkedWork"/>.</summary>
    public string ParkedFile => Path.Combine(Root, "parked.json");

    /// <summary>What git reads and writes while a snapshot is taken.</summary>
    public string SnapshotIndexFile => Path.Combine(Root, "snapshot-index");

    /// <summary>A snapshot on its way to or from the control plane.</summary>
    public string BundleFile => Path.Combine(Root, "snapshot.bundle");

    /// <summary>Whether the work waits for an answer, and the control plane knows it.</summary>
    public bool IsParked => File.Exists(ParkedFile) && !File.Exists(ReportFile);

    /// <summary>Where a container's engine writes its id.</summary>
    public string ContainerFile => Path.Combine(Root, "container");

    public string EnvironmentFile => Path.Combine(Root, "environment");

    /// <summary>The variables of a command in a sandbox.</summary>
    public string VariablesFile => Path.Combine(Root, "variables");

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

    /// <summary>What is needed to go on; null when the work does not wait.</summary>
    public ParkedRecord? ReadParked() => Read(ParkedFile, ParkedJson.Default.ParkedRecord);

    /// <summary>Written before the question is told; from <see cref="Park"/> on the work waits.</summary>
    public void WriteParked(ParkedRecord record) => DurableFile.Write(
        ParkedFile, JsonSerializer.SerializeToUtf8Bytes(record, ParkedJson.Default.ParkedRecord));

    /// <summary>The control plane has the question: the folder stays until the work goes on.</summary>
    public void Park() => File.Delete(ReportFile);

    /// <summary>
    /// The work goes on under a new claim: of the earlier part only the files that it works on stay. Killed in between,
    /// the folder is parked still, or is that of a claim without a result.
    /// </summary>
    public void Reopen(WorkItem item)
    {
        DurableFile.Write(ClaimFile, JsonSerializer.SerializeToUtf8Bytes(item, SwarmJsonContext.Default.WorkItem));
        FolderTree.Delete(Inputs);
        foreach (var file in Directory.GetFiles(Root).Where(file => file != ClaimFile))
        {
            File.Delete(file);
        }
    }

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
