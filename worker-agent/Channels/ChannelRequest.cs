namespace Swarm.WorkerAgent.Channels;

/// <summary>What a command asks of the agent that runs it: one line of JSON.</summary>
internal sealed record ChannelRequest
{
    /// <summary>One of <see cref="ChannelVerbs"/>.</summary>
    public required string Do { get; init; }

    /// <summary>The question, the message, the state to be saved, or the name of a lock.</summary>
    public string? Text { get; init; }

    /// <summary>Answers to choose from.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>What to go on with when nobody answers.</summary>
    public string? Assumption { get; init; }

    /// <summary>How much is done.</summary>
    public int? Percent { get; init; }

    /// <summary>True when whoever asks can be told what people have said meanwhile.</summary>
    public bool WantsNews { get; init; }
}
