using System.Text.Json;
using System.Text.Json.Serialization;
using Swarm.Contracts.Snapshots;

namespace Swarm.WorkerAgent.Folders;

/// <summary>What is needed to go on with work that waits for an answer, where its files lie as it left them.</summary>
internal sealed record ParkedRecord
{
    /// <summary>How many answers it had when it asked.</summary>
    public required int Answers { get; init; }

    /// <summary>The tool's own id of the conversation; null if it has none.</summary>
    public string? Session { get; init; }

    /// <summary>The repository's own folder for the worktree; null for work without a repository.</summary>
    public string? Entry { get; init; }

    /// <summary>The commit that the work began from; null for work without a repository.</summary>
    public string? Base { get; init; }

    /// <summary>The snapshot that was told with the question.</summary>
    public WorkSnapshot? Snapshot { get; init; }
}

/// <summary>How the record is written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ParkedRecord))]
internal sealed partial class ParkedJson : JsonSerializerContext;
