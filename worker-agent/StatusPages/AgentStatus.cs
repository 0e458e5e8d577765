using System.Globalization;
using System.Text;
using Swarm.Contracts.Workers;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.Joining;
using Swarm.WorkerAgent.Tools.Discovery;

namespace Swarm.WorkerAgent.StatusPages;

/// <summary>What a data folder tells of its agent.</summary>
internal sealed record AgentStatus
{
    /// <summary>Its worker id; null as long as it has not joined.</summary>
    public string? WorkerId { get; init; }

    public Uri? Url { get; init; }

    /// <summary>What it works on.</summary>
    public IReadOnlyList<string> Working { get; init; } = [];

    /// <summary>What waits for an answer here.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>What has ended and is not reported yet.</summary>
    public IReadOnlyList<string> ToReport { get; init; } = [];

    public IReadOnlyList<ToolState> Tools { get; init; } = [];

    public static AgentStatus Read(DataFolder data)
    {
        var identity = WorkerIdentity.Find(data);
        var work = Directory.GetDirectories(data.Work).Select(path => new WorkFolder(path)).ToArray();
        return new AgentStatus
        {
            WorkerId = identity?.WorkerId,
            Url = identity?.Url,
            Working =
                [.. work.Where(folder => !File.Exists(folder.ReportFile) && !folder.IsParked).Select(Describe)],
            Waiting = [.. work.Where(folder => folder.IsParked).Select(Describe)],
            ToReport = [.. work.Where(folder => File.Exists(folder.ReportFile)).Select(Describe)],
            Tools = ToolMemory.Load(data.ToolsFile),
        };
    }

    public IEnumerable<string> ToLines()
    {
        yield return WorkerId is null ? "It has not joined yet." : $"Worker {WorkerId} of {Url}.";
        foreach (var work in Working)
        {
            yield return $"works on {work}";
        }

        foreach (var work in Waiting)
        {
            yield return $"waits for an answer to {work}";
        }

        foreach (var work in ToReport)
        {
            yield return $"has to report {work}";
        }

        foreach (var tool in Tools)
        {
            var reason = tool.Reason is null ? "" : $": {tool.Reason}";
            yield return $"tool {tool.Name} {tool.Version}".TrimEnd() + reason;
        }
    }

    /// <summary>The same as figures, in the text format of Prometheus.</summary>
    public string ToMetrics()
    {
        var text = new StringBuilder();
        Add("swarm_agent_work_items", "Work items by what becomes of them.", [
            ("state=\"working\"", Working.Count),
            ("state=\"waiting\"", Waiting.Count),
            ("state=\"to_report\"", ToReport.Count),
        ]);
        Add("swarm_agent_tool_usable", "Whether a tool can work now.", [
            .. Tools.Select(tool => ($"tool=\"{tool.Name}\"", tool.Reason is null ? 1L : 0L)),
        ]);
        Add("process_resident_memory_bytes", "Memory in use.", [("", Environment.WorkingSet)]);
        return text.ToString();

        void Add(string name, string help, IReadOnlyList<(string Labels, long Value)> samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
            foreach (var (labels, value) in samples)
            {
                var named = labels.Length > 0 ? $"{{{labels}}}" : "";
                text.Append(CultureInfo.InvariantCulture, $"{name}{named} {value}\n");
            }
        }
    }

    private static string Describe(WorkFolder folder) =>
        folder.ReadClaim() is { } item ? $"{item.Id} ({item.Tool})" : Path.GetFileName(folder.Root);
}
