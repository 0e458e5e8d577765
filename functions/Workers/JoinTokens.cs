using Swarm.Contracts.Workers;
using Swarm.Functions.Http;
using Swarm.Functions.Security;
using Swarm.Functions.Storage;

namespace Swarm.Functions.Workers;

/// <summary>Join tokens: each lets one machine join, once, within an hour.</summary>
public sealed class JoinTokens(SwarmTables tables, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string Partition = "join-token";

    public async Task<CreateJoinTokenResponse> CreateAsync(CancellationToken cancellation)
    {
        var token = Secrets.Create(KeyPrefixes.JoinToken);
        var now = time.GetUtcNow();
        var document = new JoinTokenDocument { CreatedAt = now, ExpiresAt = now + Lifetime };
        await tables.Credentials.AddAsync(
            Documents.ToRow(Partition, Secrets.Hash(token), document, WorkersJsonContext.Default.JoinTokenDocument),
            cancellation);
        return new CreateJoinTokenResponse(token, document.ExpiresAt);
    }

    /// <summary>
    /// Binds a token to a machine. The same machine may do so again, because the answer to its first try may have been
    /// lost; whether that try went through is for the worker's row to say.
    /// </summary>
    /// <exception cref="ApiProblemException">401: unknown, expired, or another machine's.</exception>
    internal Task<JoinTokenDocument> RedeemAsync(string hash, string machineId, CancellationToken cancellation) =>
        Contention.RetryAsync("the join token", () => TryRedeemAsync(hash, machineId, cancellation), cancellation);

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
        var row = Documents.ToRow(Partition, hash, used, type, stored.ETag);
        return await tables.Credentials.ReplaceAsync(row, cancellation) ? used : null;
    }
}
