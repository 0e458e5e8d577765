using System.Text.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Cli.Watching;

/// <summary>One event of a run as one line of text.</summary>
internal sealed class EventLines(TimeZoneInfo zone)
{
    private const int NodeWidth = 12;
    private const int WordWidth = 10;
    private const StringSplitOptions WithoutBlanks =
        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    private readonly Dictionary<string, DateTimeOffset> startedAt = [];

    /// <summary>The line of an event; null for one that says nothing new to people.</summary>
    public string Format(RunEvent e)
    {
        var time = TimeZoneInfo.ConvertTime(e.At, zone);
        var who = e.Node ?? "run";
        return $"{time:HH:mm:ss.f}  {who,-NodeWidth} {Word(e.Type),-WordWidth} {Details(e)}".TrimEnd();
    }

    private static string Word(string type) => type switch
    {
        RunEventTypes.RunCreated => "created",
        RunEventTypes.RunStarted => "started",
        RunEventTypes.RunCompleted => "completed",
        RunEventTypes.RunFailed => "failed",
        RunEventTypes.RunCancelRequested => "cancelling",
        RunEventTypes.RunCancelled => "cancelled",
        RunEventTypes.NodeQueued => "queued",
        RunEventTypes.WaitingForWorker => "waiting",
        RunEventTypes.NodeStarted => "running",
        RunEventTypes.NodeRequeued => "requeued",
        RunEventTypes.NodeWithdrawn => "held back",
        RunEventTypes.NodeParked => "parked",
        RunEventTypes.NodeRetrying => "retrying",
        RunEventTypes.NodeCompleted => "done",
        RunEventTypes.NodeFailed => "failed",
        RunEventTypes.NodeSkipped => "skipped",
        RunEventTypes.NodeCancelled => "cancelled",
        RunEventTypes.LoopTaken => "loop",
        RunEventTypes.QuestionAsked => "asks",
        RunEventTypes.QuestionAnswered => "answered",
        RunEventTypes.QuestionExpired => "unanswered",
        RunEventTypes.QuestionCancelled => "withdrawn",
        _ => type.Replace('_', ' '),
    };

    private string Details(RunEvent e)
    {
        var parts = new List<string>();
        var key = $"{e.Node}~{e.Iteration}";
        if (e.Type == RunEventTypes.NodeStarted)
        {
            startedAt[key] = e.At;
        }
        else if (e.Type is RunEventTypes.NodeCompleted or RunEventTypes.NodeFailed
            && startedAt.Remove(key, out var start))
        {
            parts.Add(StatusWords.Duration(e.At - start));
        }

        if (e.Iteration > 1)
        {
            parts.Add($"time {e.Iteration}");
        }

        if (Number(e, "attempt") is > 1 and var attempt)
        {
            parts.Add($"attempt {attempt}");
        }

        parts.AddRange(Decisions(e));
        if (Text(e, "to") is { } target)
        {
            parts.Add($"back to {target}, {Number(e, "count")} of at most {Number(e, "max")}");
        }

        if (Number(e, "exitCode") is { } exitCode)
        {
            parts.Add($"exit code {exitCode}");
        }

        if (Text(e, "commit") is { } commit)
        {
            parts.Add($"commit {NodeTable.ShortCommit(commit)}");
        }

        if (Text(e, "reason") is { } reason)
        {
            parts.Add(OneLine(reason));
        }

        if (Text(e, "question") is { } question && e.Type == RunEventTypes.QuestionAsked)
        {
            parts.Add($"{OneLine(question)} `swarm answer {Text(e, "questionId")} TEXT` answers");
        }

        if (Text(e, "answer") is { } answer && e.Type == RunEventTypes.QuestionAnswered)
        {
            parts.Add(OneLine(answer));
        }

        if (Text(e, "deadLetterId") is { } letter && e.Type == RunEventTypes.NodeParked)
        {
            parts.Add($"`swarm dead-letters replay {letter}` queues it again");
        }

        return string.Join(", ", parts);
    }

    /// <summary>What was found out about the node or the plan.</summary>
    private static IEnumerable<string> Decisions(RunEvent e)
    {
        if (Property(e, "score") is { ValueKind: JsonValueKind.Number } score)
        {
            yield return FormattableString.Invariant($"score {score.GetDouble():0.##}");
        }

        if (Text(e, "lock") is { } name)
        {
            yield return $"lock {name}, held by {Text(e, "heldBy")}";
        }

        if (Number(e, "subtasks") is { } subtasks)
        {
            yield return subtasks == 1 ? "1 subtask" : $"{subtasks} subtasks";
        }
    }

    private static long? Number(RunEvent e, string name) =>
        Property(e, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : null;

    private static string? Text(RunEvent e, string name) =>
        Property(e, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static JsonElement? Property(RunEvent e, string name) =>
        e.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(name, out var value) ? value : null;

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], WithoutBlanks));
}
