using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts.Json;

namespace Swarm.Bench.Distribution;

/// <summary>
/// Real HTTP to the control plane, for all who are simulated. Now and then an answer is dropped after the control plane
/// has given it, as by a connection that broke.
/// </summary>
internal sealed class WireClient(Uri address, FaultRates faults) : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = address,
        Timeout = AnswerLimit,
    };

    private int _lostAnswers;

    internal int LostAnswers => Volatile.Read(ref _lostAnswers);

    internal static SwarmJsonContext Json => SwarmJsonContext.Default;

    internal static HttpContent Body<T>(T value, JsonTypeInfo<T> type) => JsonContent.Create(value, type);

    internal static HttpContent Yaml(string text) => new StringContent(text, Encoding.UTF8, "application/yaml");

    /// <summary>Sends a request once.</summary>
    /// <param name="method">The method.</param>
    /// <param name="route">The path.</param>
    /// <param name="key">Who asks; null for nobody.</param>
    /// <param name="content">The body.</param>
    /// <param name="type">What the answer is read as.</param>
    /// <param name="random">Decides whether the answer is lost; null if it must not be.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The answer; null when it has no content.</returns>
    internal async Task<T?> SendAsync<T>(
        HttpMethod method,
        string route,
        string? key,
        HttpContent? content,
        JsonTypeInfo<T> type,
        Random? random,
        CancellationToken cancellation)
        where T : class
    {
        using var request = new HttpRequestMessage(method, "/" + route) { Content = content };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw await ReadRefusalAsync(route, response, cancellation);
            }

            if (random?.NextDouble() < faults.LostAnswer)
            {
                Interlocked.Increment(ref _lostAnswers);
                throw new WireException($"The answer of {route} is lost.", null, null);
            }

            return response.StatusCode == HttpStatusCode.NoContent
                ? null
                : await response.Content.ReadFromJsonAsync(type, cancellation);
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException
            || (failure is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new WireException($"{route}: {failure.Message}", null, null);
        }
    }

    /// <summary>Sends a request until it is answered.</summary>
    internal async Task<T?> InsistAsync<T>(
        HttpMethod method,
        string route,
        string? key,
        Func<HttpContent?> content,
        JsonTypeInfo<T> type,
        Random random,
        CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            try
            {
                return await SendAsync(method, route, key, content(), type, random, cancellation);
            }
            catch (WireException failure) when (failure.IsTransient)
            {
                await PauseAsync(random, cancellation);
            }
        }
    }

    internal static Task PauseAsync(Random random, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(random.Next(20, 400)), TimeProvider.System, cancellation);

    public void Dispose() => _http.Dispose();

    private static async Task<WireException> ReadRefusalAsync(
        string route, HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        string? code = null;
        try
        {
            code = JsonSerializer.Deserialize(text, Json.ProblemBody)?.Code;
        }
        catch (JsonException)
        {
            // Whatever it is, it is told as it came.
        }

        return new WireException($"{route} answered {(int)response.StatusCode} {text}", response.StatusCode, code);
    }
}
