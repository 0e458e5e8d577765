using System.Text.Json;
using Swarm.Core.Content;
using Swarm.Functions.Content;
using Swarm.Functions.Http;

namespace Swarm.Functions.Runs;

/// <summary>The inputs of a run as they are stored: claim checks stand for large ones.</summary>
public sealed class RunInputs(ContentValues values)
{
    /// <summary>What all inputs of a run may have together, as they come.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Refuses what would be taken for a claim check of ours.</summary>
    /// <exception cref="ApiProblemException">422: a value looks like one.</exception>
    public static void Check(IReadOnlyDictionary<string, JsonElement> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var errors = new FieldErrors();
        foreach (var (name, value) in inputs)
        {
            errors.Require(
                !ClaimChecks.IsOne(value), $"/inputs/{name}", "Give the value itself, not a reference to content.");
        }

        errors.ThrowIfAny();
    }

    /// <summary>Stores the large ones.</summary>
    /// <exception cref="ApiProblemException">507: there is no room for them.</exception>
    public async Task<IReadOnlyDictionary<string, JsonElement>> PackAsync(
        string runId, IReadOnlyDictionary<string, JsonElement> inputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var packed = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in inputs)
        {
            packed[name] = await PackAsync(runId, value, cancellation);
        }

        return packed;
    }

    private async Task<JsonElement> PackAsync(string runId, JsonElement value, CancellationToken cancellation)
    {
        try
        {
            return await values.PutIfLargeAsync(runId, value, cancellation);
        }
        catch (ContentRefusedException exception)
        {
            throw ContentProblems.Of(exception);
        }
    }
}
