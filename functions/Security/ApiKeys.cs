using Swarm.Functions.Storage;

namespace Swarm.Functions.Security;

/// <summary>The stored API keys of people and programs. Workers' keys stand in their own rows.</summary>
public sealed class ApiKeys(SwarmTables tables, TimeProvider time)
{
    private const string Partition = "api-key";
    private const string AdminPartition = "admin-key";
    private const string AdminRow = "local";

    /// <summary>Whom a key stands for, or null if it is unknown or revoked.</summary>
    public async Task<Caller?> FindAsync(string key, CancellationToken cancellation)
    {
        var stored = await tables.Credentials.FindAsync(
            Partition, Secrets.Hash(key), SecurityJsonContext.Default.ApiKeyDocument, cancellation);
        return stored is null ? null : new Caller(stored.Document.Role, stored.Document.Name);
    }

    /// <summary>Makes a key and returns it; it is told only here.</summary>
    public async Task<string> CreateAsync(Role role, string name, CancellationToken cancellation)
    {
        var prefix = role switch
        {
            Role.Admin => KeyPrefixes.Admin,
            Role.Developer => KeyPrefixes.Developer,
            Role.Viewer => KeyPrefixes.Viewer,
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There are no stored keys of this role."),
        };
        var key = Secrets.Create(prefix);
        await StoreAsync(Secrets.Hash(key), new ApiKeyDocument(role, name, time.GetUtcNow()), cancellation);
        return key;
    }

    /// <summary>
    /// Makes <paramref name="key"/> the admin key and revokes the one before. Any step may be the last before a crash:
    /// the note of the old hash goes last, so the next start finds what is left to revoke.
    /// </summary>
    public async Task EnsureAdminAsync(string key, CancellationToken cancellation)
    {
        var hash = Secrets.Hash(key);
        var current = await tables.Credentials.FindAsync(
            AdminPartition, AdminRow, SecurityJsonContext.Default.AdminKeyDocument, cancellation);
        await StoreAsync(hash, new ApiKeyDocument(Role.Admin, "admin", time.GetUtcNow()), cancellation);
        if (current is not null && current.Document.Hash != hash)
        {
            await tables.Credentials.DeleteAsync(Partition, current.Document.Hash, cancellation);
        }

        var note = Documents.ToRow(
            AdminPartition, AdminRow, new AdminKeyDocument(hash), SecurityJsonContext.Default.AdminKeyDocument);
        await tables.Credentials.UpsertAsync(note, cancellation);
    }

    private Task StoreAsync(string hash, ApiKeyDocument document, CancellationToken cancellation) =>
        tables.Credentials.UpsertAsync(
            Documents.ToRow(Partition, hash, document, SecurityJsonContext.Default.ApiKeyDocument), cancellation);
}
