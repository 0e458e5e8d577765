namespace Swarm.Functions.Content;

/// <summary>
/// Keeps large values by their hash. A value is there completely or not at all, never changes, and is durable once its
/// write has completed. Who still needs it, <see cref="ContentIndex"/> knows.
/// </summary>
public interface IContentStore
{
    /// <summary>
    /// Reads the stream to its end and keeps what it brings, which must have the hash. What is there already stays.
    /// </summary>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="ContentRefusedException">
    /// It has another hash, is larger than allowed, or there is no room for it. Nothing was kept.
    /// </exception>
    Task<long> WriteAsync(ContentHash hash, Stream content, CancellationToken cancellation);

    /// <summary>
    /// The value, or null. Reading it to its end fails with <see cref="InvalidDataException"/> when what is kept has
    /// another hash by now.
    /// </summary>
    Task<Stream?> OpenAsync(ContentHash hash, CancellationToken cancellation);

    /// <summary>Forgets a value; one that is not there is as good as forgotten.</summary>
    Task DeleteAsync(ContentHash hash, CancellationToken cancellation);

    /// <summary>How many bytes all values have together; roughly where other processes store some as well.</summary>
    Task<long> MeasureAsync(CancellationToken cancellation);
}
