using Azure;
using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workers;

/// <summary>Join tokens: each lets one machine join, once, within an hour.</summary>
public sealed class JoinTokens(SwarmTables tables, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>How many expired tokens one sweep deletes at most.</summary>
    public const int MaxPerSweep = 100;

    private const string Partition = "join-token";

    /// <summary>Makes a token.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="owner">Whose the worker will be; null for nobody's in particular.</param>
    public async Task<CreateJoinTokenResponse> CreateAsync(CancellationToken cancellation, string? owner = null)
    {
        var token = Secrets.Create(KeyPrefixes.JoinToken);
        var now = time.GetUtcNow();
        var document = new JoinTokenDocument { CreatedAt = now, ExpiresAt = now + Lifetime, Owner = owner };
        await tables.Credentials.AddAsync(Row(Secrets.Hash(token), document), cancellation);
        return new CreateJoinTokenResponse(token, document.ExpiresAt);
    }

    /// <summary>
    /// Binds a token to a machine. The same machine may do so again, because the answer to its first try may have been
    /// lost; whether that try went through is for the worker's row to say.
    /// </summary>
    /// <exception cref="ApiProblemException">401: unknown, expired, or another machine's.</exception>
    internal Task<JoinTokenDocument> RedeemAsync(string hash, string machineId, CancellationToken cancellation) =>
        Contention.RetryAsync("the join token", () => TryRedeemAsync(hash, machineId, cancellation), cancellation);

    /// <summary>
    /// Deletes tokens that have expired, used or not: a token that is not there is refused the same way.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var filter = Filters.ExpiredBefore(Partition, time.GetUtcNow());
        foreach (var row in await tables.Credentials.QueryAsync(filter, MaxPerSweep, cancellation))
        {
            await tables.Credentials.DeleteAsync(row.PartitionKey, row.RowKey, cancellation);
        }
    }

    /// <summary>The answer to every token that does not let in; it does not tell which ones exist.</summary>
    internal static ApiProblemException Refused() => Problems.Unauthenticated(
        "The join token is unknown, has expired or was used. Make a new one and join again.");

    private async Task<JoinTokenDocument?> TryRedeemAsync(string hash, string machineId, CancellationToken cancellation)
    {
        var type = WorkersJsonContext.Default.JoinTokenDocument;
        var stored = await tables.Credentials.FindAsync(Partition, hash, type, cancellation);
        var now = time.GetUtcNow();
        if (stored is null || stored.Document.ExpiresAt <= now)
        {
            throw Refused();
        }

        if (stored.Document.MachineId is { } user)
        {
            return user == machineId ? stored.Document : throw Refused();
        }

        var used = stored.Document with { MachineId = machineId, UsedAt = now };
        return await tables.Credentials.ReplaceAsync(Row(hash, used, stored.ETag), cancellation) ? used : null;
    }

    private static TableEntity Row(string hash, JoinTokenDocument token, ETag etag = default)
    {
        var row = Documents.ToRow(Partition, hash, token, WorkersJsonContext.Default.JoinTokenDocument, etag);
        row["ExpiresAt"] = token.ExpiresAt;
        return row;
    }
}
