using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Swarm.Contracts.WorkItems;

namespace Swarm.WorkerAgent.Tools.Models;

/// <summary>What the dialects of model servers have in common.</summary>
internal static class ModelProbe
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    /// <summary>The server's answer; where it has none, whether somebody is there, and what is wrong.</summary>
    public static async Task<(JsonElement? Answer, bool IsThere, string? Error)> GetAsync(
        HttpClient http, Uri url, string? key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        Authorize(request, key);
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation);
            if (!answer.IsSuccessStatusCode || bytes.Length > MaxAnswerBytes)
            {
                return (null, true, $"{url} answers {(int)answer.StatusCode}.");
            }

            using var document = JsonDocument.Parse(bytes);
            return (document.RootElement.Clone(), true, null);
        }
        catch (JsonException)
        {
            return (null, true, $"{url} does not answer with JSON.");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return (null, false, $"{url} cannot be reached: {e.Message}");
        }
    }

    public static HttpRequestMessage Post(Uri url, JsonObject body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        Authorize(request, key);
        return request;
    }

    public static JsonArray Messages(AiWork work)
    {
        var messages = new JsonArray();
        if (work.Instructions is { Length: > 0 } role)
        {
            messages.Add((JsonNode)new JsonObject { ["role"] = "system", ["content"] = role });
        }

        messages.Add((JsonNode)new JsonObject { ["role"] = "user", ["content"] = work.Prompt });
        return messages;
    }

    private static void Authorize(HttpRequestMessage request, string? key)
    {
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }
}
