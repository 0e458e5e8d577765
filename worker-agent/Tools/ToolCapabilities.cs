using System.Text.Json;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Tools;

/// <summary>What work items may ask of a tool.</summary>
internal sealed record ToolCapabilities
{
    /// <summary>It is asked in words; else it runs a command.</summary>
    public bool TakesPrompts { get; init; }

    /// <summary>What it does, it does by programs on this machine.</summary>
    public bool RunsCommands { get; init; }

    /// <summary>It can go on with a conversation that this machine holds.</summary>
    public bool Sessions { get; init; }

    /// <summary>It ends after a number of turns.</summary>
    public bool TurnLimit { get; init; }

    /// <summary>It ends at a cost.</summary>
    public bool CostLimit { get; init; }

    /// <summary>Its answer can be held to a JSON Schema.</summary>
    public bool OutputSchema { get; init; }

    /// <summary>It can be held to a list of what it may use.</summary>
    public bool AllowedTools { get; init; }

    /// <summary>
    /// What the work asks for and the tool cannot do: a limit that is silently left out would be none. Null if it can.
    /// </summary>
    public string? FindMistake(string tool, WorkItem item) => item.Ai switch
    {
        null when TakesPrompts => $"The work item has no prompt, which '{tool}' needs.",
        null => null,
        _ when !TakesPrompts => $"'{tool}' runs commands; it cannot be asked in words.",
        { Prompt: var prompt } when string.IsNullOrWhiteSpace(prompt) => "The prompt is empty.",
        { MaxTurns: not null } when !TurnLimit => $"'{tool}' cannot be limited to a number of turns.",
        { CostLimitUsd: not null } when !CostLimit => $"'{tool}' cannot be limited to a cost.",
        { OutputSchema: not null } when !OutputSchema => $"'{tool}' cannot be held to a schema.",
        { OutputSchema: { } schema } when !IsJson(schema) => "The schema of the answer is no JSON.",
        { AllowedTools.Count: > 0 } when !AllowedTools => $"'{tool}' cannot be held to a list of what it may use.",
        _ => null,
    };

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
