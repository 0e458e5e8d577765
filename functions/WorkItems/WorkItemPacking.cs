using System.Text.Json;
using Swarm.Contracts.Content;
using Swarm.Contracts.Json;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.Content;

namespace Swarm.Functions.WorkItems;

/// <summary>Puts by reference what is large of a work item, before it is stored.</summary>
public sealed class WorkItemPacking(ContentValues values)
{
    public async Task<WorkItemSpec> PackAsync(WorkItemSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new WorkPayload(spec.Shell, spec.Ai, spec.Git?.CommitMessage), SwarmJsonContext.Default.WorkPayload);
        if (payload.Length <= ContentReference.InlineMaxBytes)
        {
            return spec;
        }

        var reference = await values.PutAsync(spec.RunId, payload, ContentType.Json, cancellation);
        return spec with { Shell = null, Ai = Outline(spec.Ai), Git = Outline(spec.Git), Payload = reference };
    }

    /// <summary>That there is something to commit stays in sight.</summary>
    private static GitWork? Outline(GitWork? work) =>
        work is { CommitMessage: not null } ? work with { CommitMessage = "" } : work;

    /// <summary>What decides who can do it stays in sight.</summary>
    private static AiWork? Outline(AiWork? work) => work is null ? null : work with
    {
        Prompt = "",
        Instructions = null,
        OutputSchema = null,
        Environment = new Dictionary<string, string>(),
    };
}
