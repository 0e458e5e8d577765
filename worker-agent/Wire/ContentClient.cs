using System.Net.Http.Headers;
using System.Security.Cryptography;
using Swarm.Contracts;
using Swarm.Contracts.Content;

namespace Swarm.WorkerAgent.Wire;

/// <summary>Fetches and stores large values. What arrives is compared with its hash.</summary>
internal sealed class ContentClient(HttpClient http, ControlPlaneClient client, TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>A value may be large and the line slow.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Writes a value to a stream.</summary>
    /// <exception cref="ControlPlaneException">
    /// The control plane refused, could not be reached, or sent something else; what was written is of no use.
    /// </exception>
    public Task FetchAsync(ContentReference reference, Stream target, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Get, reference, null, async (response, limit) =>
        {
            await using var content = await response.Content.ReadAsStreamAsync(limit);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[BufferBytes];
            int read;
            while ((read = await content.ReadAsync(buffer, limit)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), limit);
            }

            var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
            return actual == reference.Hash
                ? true
                : throw new InvalidDataException($"the value {reference.Ref} arrived as {actual}");
        }, cancellation);

    /// <summary>Stores a value; storing it again is answered alike.</summary>
    public Task StoreAsync(ContentReference reference, Stream value, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Put, reference, value, (_, _) => Task.FromResult(true), cancellation);

    private async Task CallAsync(
        HttpMethod method,
        ContentReference reference,
        Stream? body,
        Func<HttpResponseMessage, CancellationToken, Task<bool>> take,
        CancellationToken cancellation)
    {
        var route = ApiRoutes.Content.Replace("{sha256}", reference.Hash, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(method, route);
        request.Headers.Authorization =
            client.Key is null ? null : new AuthenticationHeaderValue("Bearer", client.Key);
        request.Content = body is null ? null : new StreamContent(body);
        using var timer = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await ControlPlaneClient.ReadRefusalAsync(route, response, either.Token);
            }

            await take(response, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw ControlPlaneException.Unreachable(route, $"not done within {Limit.TotalSeconds:0} s", e);
        }
        catch (Exception e) when (e is HttpRequestException or InvalidDataException or HttpIOException)
        {
            throw ControlPlaneException.Unreachable(route, e.Message, e);
        }
    }
}
