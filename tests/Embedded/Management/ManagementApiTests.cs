using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Embedded.Management;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Management;

/// <summary>
/// The API is used as a client written for Durable Functions uses it: by the addresses that a start returns.
/// </summary>
public sealed class ManagementApiTests : IAsyncLifetime
{
    private const string Root = "/runtime/webhooks/durabletask";

    private readonly Probe _probe = new();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            [typeof(DurableSamples)],
            builder => builder.Services.AddSingleton(_probe).AddScoped<DurableSamples.Scoped>());
        _app.Http.DefaultRequestHeaders.Add("x-functions-key", _app.Services.GetRequiredService<SystemKey>().Value);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Without_the_key_nothing_is_answered()
    {
        _app.Http.DefaultRequestHeaders.Remove("x-functions-key");

        var without = await _app.Http.GetAsync($"{Root}/instances");
        var wrong = await _app.Http.GetAsync($"{Root}/instances?code=guess");

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task The_addresses_that_a_start_returns_carry_the_key_and_lead_to_the_result()
    {
        var links = await StartApprovalAsync("m1");
        _app.Http.DefaultRequestHeaders.Remove("x-functions-key");

        var running = await _app.Http.GetAsync(links["statusQueryGetUri"]);
        await _app.Http.PostAsJsonAsync(links["sendEventPostUri"].Replace("{eventName}", "Decision"), "yes");
        await _probe.SignalledAsync("yes");
        var ended = await EndedAsync(links["statusQueryGetUri"]);

        Assert.Equal("m1", links["id"]);
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        Assert.Equal(links["statusQueryGetUri"], running.Headers.Location!.OriginalString);
        Assert.NotNull(running.Headers.RetryAfter);
        Assert.Equal("Completed", ended.GetProperty("runtimeStatus").GetString());
        Assert.Equal("yes", ended.GetProperty("output").GetString());
        Assert.Equal("Approval", ended.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_start_may_wait_for_the_output_and_a_status_shows_input_and_output_as_JSON()
    {
        var input = new { Greeting = "hello", Names = new[] { "ada" } };

        var response = await _app.Http.PostAsJsonAsync($"{Root}/orchestrators/greet/g1?timeout=60", input);
        var status = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances/g1");
        var bare = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances/g1?showInput=false");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""["hello ada"]""", await response.Content.ReadAsStringAsync());
        Assert.Equal("hello", status.GetProperty("input").GetProperty("greeting").GetString());
        Assert.Equal("hello ada", status.GetProperty("output")[0].GetString());
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("input").ValueKind);
    }

    [Fact]
    public async Task A_terminated_instance_takes_nothing_more()
    {
        var links = await StartApprovalAsync("m1");

        var terminated = await _app.Http.PostAsync(links["terminatePostUri"].Replace("{text}", "enough"), null);
        var ended = await EndedAsync(links["statusQueryGetUri"]);
        var again = await _app.Http.PostAsync(links["terminatePostUri"], null);
        var raised = await _app.Http.PostAsJsonAsync($"{Root}/instances/m1/raiseEvent/Decision", "late");

        Assert.Equal(HttpStatusCode.Accepted, terminated.StatusCode);
        Assert.Equal("Terminated", ended.GetProperty("runtimeStatus").GetString());
        Assert.Equal("enough", ended.GetProperty("output").GetString());
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, raised.StatusCode);
    }

    [Fact]
    public async Task Instances_are_listed_in_pages_and_filtered()
    {
        await StartApprovalAsync("a1");
        await StartApprovalAsync("a2");
        await StartApprovalAsync("b1");

        var first = await _app.Http.GetAsync($"{Root}/instances?top=2");
        using var next = new HttpRequestMessage(HttpMethod.Get, $"{Root}/instances?top=2");
        next.Headers.Add("x-ms-continuation-token", first.Headers.GetValues("x-ms-continuation-token"));
        var second = await _app.Http.SendAsync(next);
        var prefixed = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances?instanceIdPrefix=a");
        var ended = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances?runtimeStatus=Completed,Failed");

        Assert.Equal(2, (await first.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength());
        Assert.Equal(1, (await second.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength());
        Assert.Equal(2, prefixed.GetArrayLength());
        Assert.Equal(0, ended.GetArrayLength());
    }

    [Fact]
    public async Task An_ended_instance_can_be_purged_and_is_gone_then()
    {
        var links = await StartApprovalAsync("m1");
        await _app.Http.PostAsync(links["terminatePostUri"], null);
        await EndedAsync(links["statusQueryGetUri"]);

        var purged = await _app.Http.DeleteAsync(links["purgeHistoryDeleteUri"]);
        var again = await _app.Http.DeleteAsync(links["purgeHistoryDeleteUri"]);
        var status = await _app.Http.GetAsync(links["statusQueryGetUri"]);

        Assert.Equal("""{"instancesDeleted":1}""", await purged.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, status.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/orchestrators/NoSuchThing", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/instances/unknown/terminate", HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances/unknown/suspend", HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances/unknown/raiseEvent/E", HttpStatusCode.NotFound)]
    [InlineData("POST", "/instances/unknown/restart", HttpStatusCode.NotFound)]
    [InlineData("POST", "/orchestrators/Approval?timeout=soon", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/orchestrators/Approval?timeout=1&pollingInterval=2.5", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "/instances/unknown", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/instances?createdTimeFrom=2020-01-01&runtimeStatus=Failed", HttpStatusCode.NotFound)]
    [InlineData("GET", "/instances/unknown", HttpStatusCode.NotFound)]
    [InlineData("GET", "/instances?top=many", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/instances?runtimeStatus=Sleeping", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "/instances", HttpStatusCode.BadRequest)]
    public async Task What_is_wrong_is_told_by_the_status(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Root + path);

        var response = await _app.Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_failed_instance_is_rewound_and_no_other()
    {
        var links = (await (await _app.Http.PostAsync($"{Root}/orchestrators/Shaky/s1", null))
            .Content.ReadFromJsonAsync<Dictionary<string, string>>())!;
        var failed = await EndedAsync(links["statusQueryGetUri"]);
        var asError = await _app.Http.GetAsync(links["statusQueryGetUri"] + "&returnInternalServerErrorOnFailure=true");
        var rewindUri = links["rewindPostUri"].Replace("{text}", "mended");
        await StartApprovalAsync("running");

        var rewound = await _app.Http.PostAsync(rewindUri, null);
        var completed = await EndedAsync(links["statusQueryGetUri"]);
        var again = await _app.Http.PostAsync(rewindUri, null);
        var ofRunning = await _app.Http.PostAsync($"{Root}/instances/running/rewind?reason=x", null);
        var ofNobody = await _app.Http.PostAsync($"{Root}/instances/nobody/rewind?reason=x", null);

        Assert.Equal("Failed", failed.GetProperty("runtimeStatus").GetString());
        Assert.Equal(HttpStatusCode.InternalServerError, asError.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, rewound.StatusCode);
        Assert.Equal("steady", completed.GetProperty("output").GetString());
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, ofRunning.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, ofNobody.StatusCode);
    }

    [Fact]
    public async Task Line_19_a_start_is_answered_with_all_addresses_and_a_running_instance_with_202()
    {
        var started = await _app.Http.PostAsync($"{Root}/orchestrators/Approval/m1", null);
        var links = (await started.Content.ReadFromJsonAsync<Dictionary<string, string>>())!;
        var asked = links["statusQueryGetUri"] + "&showInput=false&showHistory=true";
        var status = await _app.Http.GetAsync(asked);
        var body = await status.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal(links["statusQueryGetUri"], started.Headers.Location!.OriginalString);
        Assert.Equal(TimeSpan.FromSeconds(10), started.Headers.RetryAfter!.Delta);
        Assert.Equal(
            [
                "id", "purgeHistoryDeleteUri", "restartPostUri", "resumePostUri", "rewindPostUri", "sendEventPostUri",
                "statusQueryGetUri", "suspendPostUri", "terminatePostUri",
            ],
            links.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
        Assert.Equal(asked, status.Headers.Location!.OriginalString);
        Assert.Equal(TimeSpan.FromSeconds(5), status.Headers.RetryAfter!.Delta);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", body.GetProperty("createdTime").GetString());
    }

    [Fact]
    public async Task A_restart_starts_the_same_input_under_a_new_id_or_the_same()
    {
        var input = new { Greeting = "hello", Names = new[] { "ada" } };
        await _app.Http.PostAsJsonAsync($"{Root}/orchestrators/Greet/g1?timeout=60", input);

        var anew = await _app.Http.PostAsync($"{Root}/instances/g1/restart?timeout=60.5&pollingInterval=0.5", null);
        var same = await _app.Http.PostAsync($"{Root}/instances/g1/restart?restartWithNewInstanceId=false", null);
        var list = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances");

        Assert.Equal("""["hello ada"]""", await anew.Content.ReadAsStringAsync());
        Assert.Equal("g1", (await same.Content.ReadFromJsonAsync<Dictionary<string, string>>())!["id"]);
        Assert.Equal(2, list.GetArrayLength());
    }

    [Fact]
    public async Task A_suspended_instance_takes_its_events_when_resumed()
    {
        var links = await StartApprovalAsync("m1");
        await _probe.SignalledAsync("before");

        var suspended = await _app.Http.PostAsync(links["suspendPostUri"].Replace("{text}", "lunch"), null);
        await _app.Http.PostAsJsonAsync(links["sendEventPostUri"].Replace("{eventName}", "Decision"), "yes");
        var resumed = await _app.Http.PostAsync(links["resumePostUri"].Replace("{text}", "back"), null);
        var ended = await EndedAsync(links["statusQueryGetUri"]);
        var late = await _app.Http.PostAsync(links["suspendPostUri"], null);

        Assert.Equal(HttpStatusCode.Accepted, suspended.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, resumed.StatusCode);
        Assert.Equal("yes", ended.GetProperty("output").GetString());
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    [Fact]
    public async Task Ended_instances_are_purged_by_filter_and_running_ones_stay()
    {
        var input = new { Greeting = "hello", Names = Array.Empty<string>() };
        await _app.Http.PostAsJsonAsync($"{Root}/orchestrators/Greet/g1?timeout=60", input);
        await _app.Http.PostAsJsonAsync($"{Root}/orchestrators/Greet/g2?timeout=60", input);
        await StartApprovalAsync("m1");
        var filter = "createdTimeFrom=2020-01-01T00:00:00Z&runtimeStatus=Completed,Running";

        var ofRunning = await _app.Http.DeleteAsync($"{Root}/instances/m1");
        var purged = await _app.Http.DeleteAsync($"{Root}/instances?{filter}");
        var again = await _app.Http.DeleteAsync($"{Root}/instances?{filter}");
        var left = await _app.Http.GetFromJsonAsync<JsonElement>($"{Root}/instances");

        Assert.Equal("""{"instancesDeleted":0}""", await ofRunning.Content.ReadAsStringAsync());
        Assert.Equal("""{"instancesDeleted":2}""", await purged.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal("m1", left[0].GetProperty("instanceId").GetString());
        Assert.Equal(1, left.GetArrayLength());
    }

    [Fact]
    public async Task An_id_that_is_running_is_not_started_again()
    {
        await StartApprovalAsync("m1");

        var again = await _app.Http.PostAsync($"{Root}/orchestrators/Approval/m1", null);

        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    private async Task<Dictionary<string, string>> StartApprovalAsync(string id)
    {
        var response = await _app.Http.PostAsync($"{Root}/orchestrators/Approval/{id}", null);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<Dictionary<string, string>>())!;
    }

    /// <summary>The client of the engine waits by a signal, so the address need not be asked again and again.</summary>
    private async Task<JsonElement> EndedAsync(string statusUri)
    {
        var id = new Uri(statusUri).Segments[^1];
        await _app.Services.GetRequiredService<Swarm.Durable.Client.DurableTaskClient>()
            .WaitForInstanceCompletionAsync(id, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return await _app.Http.GetFromJsonAsync<JsonElement>(statusUri);
    }
}
