using System.Net;

namespace Swarm.WorkerAgent.Pulling;

/// <summary>
/// A storage queue refused to be read, or could not be reached. The message never tells its signature.
/// </summary>
internal sealed class StorageException(string message, HttpStatusCode? status, Exception? inner)
    : Exception(message, inner)
{
    /// <summary>The status that it answered with; null if it did not answer.</summary>
    public HttpStatusCode? Status { get; } = status;

    public static StorageException Refused(Uri address, HttpStatusCode status) =>
        new($"The queue {Name(address)} cannot be read: {(int)status} {status}", status, null);

    public static StorageException Unreachable(Uri address, string why, Exception inner) =>
        new($"The queue {Name(address)} cannot be reached: {why}", null, inner);

    private static string Name(Uri address) => address.GetLeftPart(UriPartial.Path);
}
