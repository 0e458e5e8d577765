namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>What a tool prints.</summary>
internal enum OutputFormat
{
    /// <summary>Plain text, which is the answer.</summary>
    Text,

    /// <summary>One JSON object over however many lines.</summary>
    Json,

    /// <summary>A JSON object per line.</summary>
    Jsonl,
}
