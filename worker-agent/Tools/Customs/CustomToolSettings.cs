using Swarm.WorkerAgent.Tools.Prompts;

namespace Swarm.WorkerAgent.Tools.Customs;

/// <summary>A tool that its owner described: how it is called and where its output tells what.</summary>
internal sealed record CustomToolSettings
{
    /// <summary>Everything behind the program.</summary>
    public required ArgumentTemplate Arguments { get; init; }

    public OutputFormat Output { get; init; } = OutputFormat.Text;

    /// <summary>Where JSON output has the answer, as names joined by dots.</summary>
    public string? Result { get; init; }

    /// <summary>Where it tells an error, if there was one.</summary>
    public string? Error { get; init; }

    /// <summary>Where it tells the id of the conversation.</summary>
    public string? Session { get; init; }

    /// <summary>Where it tells what it used, by name, such as inputTokens and costUsd.</summary>
    public IReadOnlyDictionary<string, string> Usage { get; init; } = new Dictionary<string, string>();

    /// <summary>Beginnings of the names of variables that it gets to see.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>What it keeps in the home folder.</summary>
    public IReadOnlyList<string> Keeps { get; init; } = [];

    /// <summary>What is wrong with it, in words.</summary>
    public string? FindMistake() =>
        Arguments.FindMistake()
        ?? (Output != OutputFormat.Text && Result is null
            ? "Its 'result' must tell where its output has the answer."
            : null)
        ?? (Output == OutputFormat.Text && (Result ?? Error ?? Session) is not null
            ? "Its output is text, in which 'result', 'error' and 'session' can point to nothing."
            : null);
}
