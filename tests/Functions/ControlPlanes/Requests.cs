using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Problems;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Workflows;

namespace Swarm.Tests.Functions.ControlPlanes;

/// <summary>The requests that tests make, in the types of the contract.</summary>
internal static class Requests
{
    private const int MaxEvents = 100_000;

    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    public static async Task<T> GetAsync<T>(this HttpClient client, string address, JsonTypeInfo<T> type)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative));
        return await ReadAsync(response, type);
    }

    public static async Task<HttpResponseMessage> PostAsync(
        this HttpClient client, string address, string body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> PostAsync<T>(
        this HttpClient client, string address, T body, JsonTypeInfo<T> type) =>
        client.PostAsync(address, JsonSerializer.Serialize(body, type));

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response, JsonTypeInfo<T> type)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize(text, type)!;
    }

    /// <summary>The problem of a response that must have this status.</summary>
    public static async Task<ProblemBody> ReadProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize(text, s_json.ProblemBody)!;
    }

    public static async Task<WorkflowDetail> StoreAsync(this HttpClient client, string workflow)
    {
        using var response = await client.PostAsync(ApiRoutes.Workflows, workflow);
        return await response.ReadAsync(s_json.WorkflowDetail);
    }

    /// <summary>Stores a workflow and starts a run of it, with inputs as JSON.</summary>
    public static async Task<RunDetail> RunAsync(this HttpClient client, string workflow, string inputs = "{}")
    {
        var stored = await client.StoreAsync(workflow);
        using var response = await client.PostAsync(
            Route(ApiRoutes.ExecuteWorkflow, stored.Summary.Id), $$"""{ "inputs": {{inputs}} }""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return await response.ReadAsync(s_json.RunDetail);
    }

    public static Task<RunDetail> ReadRunAsync(this HttpClient client, string runId) =>
        client.GetAsync(Route(ApiRoutes.Run, runId), s_json.RunDetail);

    public static async Task<RunDetail> CancelAsync(this HttpClient client, string runId, string reason)
    {
        using var response = await client.PostAsync(
            Route(ApiRoutes.CancelRun, runId), new CancelRunRequest(reason), s_json.CancelRunRequest);
        return await response.ReadAsync(s_json.RunDetail);
    }

    public static async Task<IReadOnlyList<RunEvent>> EventsAsync(this HttpClient client, string runId)
    {
        const int limit = 500;
        var events = new List<RunEvent>();
        do
        {
            var page = await client.GetAsync(
                $"{Route(ApiRoutes.RunEvents, runId)}?limit={limit}&after={events.Count}", s_json.ListPageRunEvent);
            events.AddRange(page.Items);
        }
        while (events.Count > 0 && events.Count % limit == 0 && events.Count < MaxEvents);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(told => (int)told.Sequence));
        return events;
    }

    public static string Route(string template, string id) => template.Replace("{id}", id, StringComparison.Ordinal);
}
