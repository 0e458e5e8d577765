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
            Working = [.. work.Where(folder => !File.Exists(folder.ReportFile)).Select(Describe)],
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

    private static string Describe(WorkFolder folder) =>
        folder.ReadClaim() is { } item ? $"{item.Id} ({item.Tool})" : Path.GetFileName(folder.Root);
}
