using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Http;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private readonly Probe _probe = new();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync([typeof(HttpSamples)], builder =>
    {
        builder.Services.AddSingleton(_probe);
        builder.Services.AddScoped<HttpSamples.PerRequest>();
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Route_and_query_values_fill_parameters_by_name()
    {
        var key = Guid.NewGuid();

        var answer = await _app.Http.GetFromJsonAsync<JsonElement>($"items/7/{key}?name=bee&LIMIT=3");

        Assert.Equal(7, answer.GetProperty("id").GetInt32());
        Assert.Equal(key, answer.GetProperty("key").GetGuid());
        Assert.Equal("bee", answer.GetProperty("name").GetString());
        Assert.Equal(3, answer.GetProperty("limit").GetInt32());
        Assert.True(answer.GetProperty("all").GetBoolean());
    }

    [Fact]
    public async Task A_value_that_is_not_given_leaves_the_default()
    {
        var answer = await _app.Http.GetFromJsonAsync<JsonElement>($"items/7/{Guid.NewGuid()}?all=false");

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("limit").ValueKind);
        Assert.False(answer.GetProperty("all").GetBoolean());
    }

    [Theory]
    [InlineData("GET", "items/notanumber/x", HttpStatusCode.NotFound)]
    [InlineData("GET", "nowhere", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "minimal", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "items/7/noguid", HttpStatusCode.InternalServerError)]
    [InlineData("GET", "Fails", HttpStatusCode.InternalServerError)]
    public async Task What_fits_no_function_or_fails_is_told_by_status_alone(
        string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        var response = await _app.Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_minimal_result_is_written_too()
    {
        var response = await _app.Http.GetAsync("minimal");

        Assert.Equal(HttpStatusCode.NonAuthoritativeInformation, response.StatusCode);
        Assert.Equal("/minimal", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_body_of_JSON_fills_the_parameter_marked_so()
    {
        var response = await _app.Http.PostAsJsonAsync("items", new { NAME = "bee", count = 2 });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/items/bee", response.Headers.Location!.OriginalString);
        Assert.Equal("""{"name":"bee","count":2}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("""{"name":"bee","count":2}""", "text/plain")]
    public async Task A_body_that_cannot_be_read_fails_the_function(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);

        var response = await _app.Http.PostAsync("items", content);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task A_function_without_a_route_has_its_name_for_one_and_plain_values_are_not_sent()
    {
        var response = await _app.Http.GetAsync("Text");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Events_of_a_stream_arrive_while_it_is_still_open()
    {
        using var response = await _app.Http.GetAsync("Stream", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        var first = await reader.ReadLineAsync();
        _probe.Signal("first seen");
        var rest = await reader.ReadToEndAsync();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: first", first);
        Assert.Equal("\ndata: second\n\n", rest);
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_function()
    {
        using var cancellation = new CancellationTokenSource();
        var request = _app.Http.GetAsync("Hangs", cancellation.Token);
        await _probe.SignalledAsync("begun /Hangs");

        await cancellation.CancelAsync();

        await _probe.SignalledAsync("cancelled");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task Stopping_ends_functions_and_streams_that_would_go_on_for_ever()
    {
        var hanging = _app.Http.GetAsync("Hangs");
        using var stream = await _app.Http.GetAsync("Stream?long", HttpCompletionOption.ResponseHeadersRead);
        await _probe.SignalledAsync("begun /Hangs");

        await _app.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        await _probe.SignalledAsync("cancelled");
        Assert.Equal(HttpStatusCode.InternalServerError, (await hanging).StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => stream.Content.ReadAsStringAsync());
    }
}
