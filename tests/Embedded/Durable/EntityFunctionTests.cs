using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Durable.Entities;
using Swarm.Embedded.Hosting;
using Swarm.Embedded.Management;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Durable;

public sealed class EntityFunctionTests : IAsyncLifetime
{
    private const string Root = "/runtime/webhooks/durabletask/entities";

    private readonly Probe _probe = new();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(
            [typeof(EntitySamples)],
            builder =>
            {
                builder.Services.AddSingleton(_probe);
                builder.UseMiddleware(async (context, next) =>
                {
                    var trigger = context.FunctionDefinition.InputBindings.Values.First().Type;
                    _probe.Say($"{context.FunctionDefinition.Name} {trigger}");
                    await next();
                });
            });
        _app.Http.DefaultRequestHeaders.Add("x-functions-key", _app.Services.GetRequiredService<SystemKey>().Value);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Entities_are_functions_with_the_apps_middleware_around_them()
    {
        await Client.ScheduleNewOrchestrationInstanceAsync("Tally", new StartOrchestrationOptions("t1"));

        var end = await EndOfAsync("t1");

        Assert.Equal("7 5 handled on purpose", end.ReadOutputAs<string>());
        Assert.Contains("Meter entityTrigger", _probe.Words);
        Assert.Contains("made with services", _probe.Words);
    }

    [Fact]
    public async Task An_entity_is_signalled_and_read_over_HTTP()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _app.Http.GetAsync($"{Root}/meter/m1")).StatusCode);

        var signal = await _app.Http.PostAsJsonAsync($"{Root}/METER/m1?op=add", 5);
        var state = await StateAsync("meter/m1", "5");

        Assert.Equal(HttpStatusCode.Accepted, signal.StatusCode);
        Assert.Equal("5", state);
        await _app.Http.PostAsync($"{Root}/meter/m1?op=delete", null);
        while ((await _app.Http.GetAsync($"{Root}/meter/m1")).StatusCode != HttpStatusCode.NotFound)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_signal_is_told()
    {
        var unknown = await _app.Http.PostAsJsonAsync($"{Root}/nobody/x?op=add", 5);
        var nameless = await _app.Http.PostAsJsonAsync($"{Root}/meter/x", 5);
        var broken = await _app.Http.PostAsync(
            $"{Root}/meter/x?op=add", new StringContent("{", Encoding.UTF8, "application/json"));
        var text = await _app.Http.PostAsync($"{Root}/meter/x?op=add", new StringContent("5"));
        _app.Http.DefaultRequestHeaders.Remove("x-functions-key");
        var keyless = await _app.Http.PostAsJsonAsync($"{Root}/meter/x?op=add", 5);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, nameless.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, text.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, keyless.StatusCode);
        Assert.Null(await Client.Entities.GetEntityAsync(new EntityInstanceId("meter", "x")));
    }

    [Fact]
    public async Task Entities_are_listed_over_HTTP()
    {
        for (var i = 0; i < 3; i++)
        {
            await _app.Http.PostAsJsonAsync($"{Root}/meter/{i}?op=add", i + 1);
            await StateAsync($"meter/{i}", $"{i + 1}");
        }

        await _app.Http.PostAsJsonAsync($"{Root}/box/b?op=put", "x");
        await StateAsync("box/b", """{"Content":"x"}""");

        var first = await _app.Http.GetAsync($"{Root}/meter?top=2&fetchState=true");
        var token = first.Headers.GetValues("x-ms-continuation-token").Single();
        using var next = new HttpRequestMessage(HttpMethod.Get, $"{Root}/meter?top=2&fetchState=true");
        next.Headers.Add("x-ms-continuation-token", token);
        var second = await _app.Http.SendAsync(next);
        var all = await _app.Http.GetFromJsonAsync<JsonElement[]>(Root);
        var none = await _app.Http.GetFromJsonAsync<JsonElement[]>(
            $"{Root}?lastOperationTimeTo=2020-01-01T00:00:00Z");

        Assert.Equal(["0=1", "1=2"], await KeysAndStatesAsync(first));
        Assert.Equal(["2=3"], await KeysAndStatesAsync(second));
        Assert.False(second.Headers.Contains("x-ms-continuation-token"));
        Assert.Equal(4, all!.Length);
        Assert.Equal("box", all[0].GetProperty("entityId").GetProperty("name").GetString());
        Assert.False(all[0].TryGetProperty("state", out _));
        Assert.True(all[0].GetProperty("lastOperationTime").GetDateTime() > DateTime.UnixEpoch);
        Assert.Empty(none!);
    }

    [Fact]
    public async Task A_page_of_entities_with_their_states_has_a_limit_of_bytes()
    {
        var content = new string('x', 1_500_000);
        foreach (var key in new[] { "big-1", "big-2", "big-3" })
        {
            await Client.Entities.SignalEntityAsync(new EntityInstanceId("box", key), "put", content);
            await StateAsync($"box/{key}", $$"""{"Content":"{{content}}"}""");
        }

        var states = await _app.Http.GetAsync($"{Root}/box?fetchState=true");
        var names = await _app.Http.GetAsync($"{Root}/box");
        using var next = new HttpRequestMessage(HttpMethod.Get, $"{Root}/box?fetchState=true");
        next.Headers.Add("x-ms-continuation-token", states.Headers.GetValues("x-ms-continuation-token").Single());
        var rest = await _app.Http.SendAsync(next);

        Assert.Equal(2, (await states.Content.ReadFromJsonAsync<JsonElement[]>())!.Length);
        Assert.Single((await rest.Content.ReadFromJsonAsync<JsonElement[]>())!);
        Assert.False(rest.Headers.Contains("x-ms-continuation-token"));
        Assert.Equal(3, (await names.Content.ReadFromJsonAsync<JsonElement[]>())!.Length);
        Assert.False(names.Headers.Contains("x-ms-continuation-token"));
    }

    private DurableTaskClient Client => _app.Services.GetRequiredService<DurableTaskClient>();

    private async Task<OrchestrationMetadata> EndOfAsync(string id) =>
        await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(60));

    private static async Task<string[]> KeysAndStatesAsync(HttpResponseMessage answer) =>
    [
        .. (await answer.Content.ReadFromJsonAsync<JsonElement[]>())!.Select(entity =>
            $"{entity.GetProperty("entityId").GetProperty("key").GetString()}={entity.GetProperty("state")}"),
    ];

    /// <summary>Asks until the state is there: a signal is answered before its operation runs.</summary>
    private async Task<string> StateAsync(string entity, string expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await _app.Http.GetAsync($"{Root}/{entity}", patience.Token);
            var state = await answer.Content.ReadAsStringAsync(patience.Token);
            if (answer.IsSuccessStatusCode && state == expected)
            {
                return state;
            }
        }
    }
}
