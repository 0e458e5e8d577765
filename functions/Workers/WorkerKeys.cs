using Swarm.Functions.Security;

namespace Swarm.Functions.Workers;

/// <summary>
/// Workers' keys: the worker's id, a dot, a secret. Only the worker's own row says which key is valid.
/// </summary>
public sealed class WorkerKeys(WorkerStore workers)
{
    private const int IdChars = 26;

    /// <summary>A new key for a worker; it is valid once its hash stands in the worker's row.</summary>
    public static string Create(string workerId) => Secrets.Create($"{KeyPrefixes.Worker}{workerId}.");

    /// <summary>The worker whose key this is, or null.</summary>
    public async Task<Caller?> FindAsync(string key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parts = key[KeyPrefixes.Worker.Length..].Split('.');
        if (parts is not [{ Length: IdChars } id, _] || !id.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        var worker = await workers.FindAsync(id, cancellation);
        return worker is not null && Secrets.Matches(worker.Document.KeyHash, key)
            ? new Caller(Role.Worker, worker.Document.Id)
            : null;
    }
}
