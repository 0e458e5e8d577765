using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable.Client;
using Swarm.Embedded.Management;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Management;

public sealed class HistoryEndpointTests : IAsyncLifetime
{
    private const string Root = "/runtime/webhooks/durabletask";

    private RunningApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            [typeof(DurableSamples)],
            builder => builder.Services.AddSingleton(new Probe()).AddScoped<DurableSamples.Scoped>());
        _app.Http.DefaultRequestHeaders.Add("x-functions-key", _app.Services.GetRequiredService<SystemKey>().Value);
        var input = new { Greeting = "hello", Names = new[] { "ada" } };
        await _app.Http.PostAsJsonAsync($"{Root}/orchestrators/Greet/g1?timeout=60&pollingInterval=1", input);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_call_and_its_result_are_one_event_and_outputs_are_shown_if_asked()
    {
        var events = await HistoryAsync("g1?showHistory=true&showHistoryOutput=true");

        Assert.Equal(
            ["ExecutionStarted", "TaskCompleted", "ExecutionCompleted"],
            events.Select(item => item.GetProperty("EventType").GetString()));
        Assert.Equal("Greet", events[0].GetProperty("FunctionName").GetString());
        Assert.Equal("SayHello", events[1].GetProperty("FunctionName").GetString());
        Assert.Equal("hello ada", events[1].GetProperty("Result").GetString());
        Assert.True(events[1].GetProperty("ScheduledTime").GetDateTime() <= Time(events[1]));
        Assert.Equal("hello ada", events[2].GetProperty("Result")[0].GetString());
        Assert.Equal("Completed", events[2].GetProperty("OrchestrationStatus").GetString());
        Assert.All(events, item => Assert.False(item.TryGetProperty("EventId", out _)));
    }

    [Fact]
    public async Task Inputs_and_outputs_are_left_out_as_asked()
    {
        var events = await HistoryAsync("g1?showHistory=true&showInput=false");

        Assert.Equal(3, events.Length);
        Assert.All(events, item => Assert.False(item.TryGetProperty("Result", out _)));
        Assert.All(events, item => Assert.False(item.TryGetProperty("Input", out _)));
    }

    [Fact]
    public async Task Without_being_asked_the_status_has_no_history()
    {
        var status = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances/g1");

        Assert.False(status.TryGetProperty("historyEvents", out _));
    }

    [Fact]
    public async Task The_history_of_a_running_instance_shows_what_it_waits_for()
    {
        await _app.Http.PostAsync($"{Root}/orchestrators/Approval/a1", null);
        var client = _app.Services.GetRequiredService<DurableTaskClient>();
        await client.RaiseEventAsync("a1", "Other", "x");
        await client.TerminateInstanceAsync("a1", (object)"enough");
        await client.WaitForInstanceCompletionAsync("a1", new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

        var events = await HistoryAsync("a1?showHistory=true&showHistoryOutput=true");

        var types = events.Select(item => item.GetProperty("EventType").GetString()).ToList();
        Assert.Contains("ExecutionTerminated", types);
        Assert.Equal("Terminated", events[^1].GetProperty("OrchestrationStatus").GetString());
    }

    private static DateTime Time(JsonElement item) => item.GetProperty("Timestamp").GetDateTime();

    private async Task<JsonElement[]> HistoryAsync(string instance)
    {
        var status = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances/{instance}");
        return [.. status.GetProperty("historyEvents").EnumerateArray()];
    }
}
