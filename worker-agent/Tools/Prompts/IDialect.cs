using System.Text.Json;

namespace Swarm.WorkerAgent.Tools.Prompts;

/// <summary>How one AI command-line tool is called and what its output means.</summary>
internal interface IDialect
{
    ToolCapabilities Capabilities { get; }

    /// <summary>What it prints.</summary>
    OutputFormat Format { get; }

    /// <summary>What the tool keeps in the home folder: who is signed in, its conversations.</summary>
    IReadOnlyList<string> Keeps { get; }

    /// <summary>Beginnings of the names of environment variables that this tool, and no other, gets to see.</summary>
    IReadOnlyList<string> Variables { get; }

    /// <summary>Variables that must not reach it.</summary>
    IReadOnlyList<string> UnwantedVariables { get; }

    /// <summary>
    /// Its arguments. What comes from the work item stands behind <c>--flag=</c>, so that none of it can become a flag.
    /// </summary>
    IEnumerable<string> Arguments(PromptCall call);

    /// <summary>Variables of its own that it is called with.</summary>
    IReadOnlyDictionary<string, string> Environment(PromptCall call) => new Dictionary<string, string>();

    /// <summary>What it reads on standard input.</summary>
    string Input(PromptCall call);

    /// <summary>Takes one event of its output.</summary>
    void Read(JsonElement line, Transcript transcript);

    /// <summary>Looks at its end; the transcript is complete now.</summary>
    void Finish(Transcript transcript, int? exitCode, string errors);
}
