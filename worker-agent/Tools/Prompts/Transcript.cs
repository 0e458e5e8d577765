using System.Text;
using System.Text.Json;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Output;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>
/// What is known of one conversation with a tool, as its output is read; what happens goes to the log at once.
/// </summary>
internal sealed class Transcript(WorkOutput output)
{
    private const int MaxNoteChars = 500;
    private const int MaxAnswerChars = 4 * 1024 * 1024;
    private const string TextStream = "stdout";

    private readonly StringBuilder line = new();
    private readonly StringBuilder segment = new();
    private string lastSegment = "";
    private string? counted;
    private ToolUsage before = new();

    /// <summary>The line that ends the conversation has come.</summary>
    public bool HasResult { get; private set; }

    /// <summary>Why the conversation failed; null as long as it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>The problem would come again.</summary>
    public bool IsHopeless { get; private set; }

    /// <summary>The answer that the result line named; null where only the conversation tells it.</summary>
    public string? NamedAnswer { get; set; }

    /// <summary>An error that the tool told of before its end.</summary>
    public string? Complaint { get; set; }

    public ToolUsage Usage
    {
        get;
        set
        {
            field = value;
            OnUsage?.Invoke(value);
        }
    }

        = new();

    /// <summary>Called with all that was used whenever more of it is known.</summary>
    public Action<ToolUsage>? OnUsage { get; init; }

    public ToolTrouble? Trouble { get; set; }

    /// <summary>Called when the conversation has ended.</summary>
    public Action? OnEnd { get; set; }

    /// <summary>What the tool answers: as the result line said, else the last thing that it said.</summary>
    public string Answer => NamedAnswer ?? (segment.Length > 0 ? segment.ToString() : lastSegment);

    /// <summary>
    /// What one message of the model took. A message that comes in parts tells the same with each of them.
    /// </summary>
    public void AddUsage(string? message, long? input, long? cached, long? output)
    {
        if (message is null || message != counted)
        {
            (counted, before) = (message, Usage);
        }

        Usage = Usage with
        {
            InputTokens = Add(before.InputTokens, input),
            CachedInputTokens = Add(before.CachedInputTokens, cached),
            OutputTokens = Add(before.OutputTokens, output),
        };
    }

    /// <summary>The conversation has ended; a later result line corrects an earlier one.</summary>
    public void End(string? problem = null, bool isHopeless = false)
    {
        FlushLine();
        (HasResult, Problem, IsHopeless) = (true, problem, isHopeless);
        OnEnd?.Invoke();
    }

    /// <summary>A piece of what the tool says.</summary>
    public void AddText(string text)
    {
        if (segment.Length < MaxAnswerChars)
        {
            segment.Append(text);
        }

        line.Append(text);
        var end = line.ToString().LastIndexOf('\n');
        if (end >= 0)
        {
            output.Tell(TextStream, line.ToString(0, end));
            line.Remove(0, end + 1);
        }
    }

    /// <summary>A whole message of the tool, which replaces the one before as its answer.</summary>
    public void AddMessage(string text)
    {
        NextMessage();
        AddText(text);
        FlushLine();
    }

    /// <summary>What the tool says from here on is another message.</summary>
    public void NextMessage()
    {
        FlushLine();
        lastSegment = segment.Length > 0 ? segment.ToString() : lastSegment;
        segment.Clear();
    }

    /// <summary>What the tool does, for the log.</summary>
    public void Note(string what)
    {
        FlushLine();
        output.Tell("tool", what.Length > MaxNoteChars ? $"{what[..MaxNoteChars]} …" : what);
    }

    /// <summary>A line of its output that is no event.</summary>
    public void AddPlain(string text)
    {
        FlushLine();
        output.Tell(TextStream, text);
    }

    /// <summary>The tool uses something of its own.</summary>
    public void NoteUse(string? name, JsonElement input) =>
        NoteUse(name, input.ValueKind == JsonValueKind.Undefined ? null : input.GetRawText());

    /// <summary>The tool uses something of its own.</summary>
    public void NoteUse(string? name, string? input)
    {
        NextMessage();
        Note($"{name} {input}".TrimEnd());
    }

    private static long? Add(long? earlier, long? later) =>
        earlier is null && later is null ? null : (earlier ?? 0) + (later ?? 0);

    private void FlushLine()
    {
        if (line.Length > 0)
        {
            output.Tell(TextStream, line.ToString());
            line.Clear();
        }
    }
}
