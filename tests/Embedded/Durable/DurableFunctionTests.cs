using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Durable;
using Swarm.Durable.Client;
using Swarm.Embedded.Hosting;
using Swarm.Embedded.Worker;
using Swarm.Tests.Embedded.Samples;

namespace Swarm.Tests.Embedded.Durable;

public sealed class DurableFunctionTests : IDisposable
{
    private readonly DataFolder _folder = new();
    private readonly Probe _probe = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_orchestration_gets_its_typed_input_and_calls_activities()
    {
        await using var app = await StartAsync();

        await app.Http.PostAsJsonAsync("start/Greet/g1", new { Greeting = "hello", Names = new[] { "ada", "bee" } });

        Assert.Equal(("Completed", """["hello ada","hello bee"]"""), await ResultAsync(app, "g1"));
        Assert.Equal(["g1 SayHello", "g1 SayHello"], _probe.Words);
    }

    [Fact]
    public async Task Line_8_names_of_payloads_are_read_without_regard_to_case_and_null_is_legal()
    {
        await using var app = await StartAsync();
        var client = app.Services.GetRequiredService<DurableTaskClient>();
        var options = new StartOrchestrationOptions("g1");

        await client.ScheduleNewOrchestrationInstanceAsync(
            "Greet", new SerializedData("""{ "GREETING": null, "names": ["ada"] }"""), options);

        Assert.Equal(("Completed", """[" ada"]"""), await ResultAsync(app, "g1"));
    }

    [Fact]
    public async Task An_event_from_a_request_reaches_the_orchestration_that_waits_for_it()
    {
        await using var app = await StartAsync();
        await app.Http.PostAsync("start/Approval/a1", null);
        await _probe.SignalledAsync("before");

        await app.Http.PostAsync("decide/a1/yes", null);

        Assert.Equal(("Completed", "\"yes\""), await ResultAsync(app, "a1"));
    }

    [Fact]
    public async Task An_orchestration_goes_on_after_a_restart_and_repeats_no_finished_activity()
    {
        await using (var app = await StartAsync())
        {
            await app.Http.PostAsync("start/Approval/a1", null);
            await _probe.SignalledAsync("before");
        }

        await using var again = await StartAsync();
        await again.Http.PostAsync("decide/a1/yes", null);

        Assert.Equal(("Completed", "\"yes\""), await ResultAsync(again, "a1"));
        Assert.Equal(["before", "yes"], _probe.Words);
    }

    [Fact]
    public async Task Middleware_runs_around_orchestrations_and_activities_too()
    {
        var seen = new Probe();
        await using var app = await StartAsync(app => app.UseMiddleware(async (context, next) =>
        {
            var name = context.FunctionDefinition.Name;
            seen.Say($"{name} in");
            await next();
            seen.Say($"{name} out {context.GetInvocationResult().Value}");
        }));

        await app.Http.PostAsync("start/Approval/a1", null);
        await _probe.SignalledAsync("before");
        await app.Http.PostAsync("decide/a1/yes", null);
        await ResultAsync(app, "a1");

        Assert.Equal(
            ["Approval in", "Note in", "Note out ", "Note in", "Note out ", "Approval out yes"],
            seen.Words.Where(word => word.StartsWith("Approval", StringComparison.Ordinal)
                || word.StartsWith("Note", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_activity_that_is_not_there_fails_the_instance()
    {
        await using var app = await StartAsync();

        await app.Http.PostAsync("start/NoSuchThing/n1", null);

        Assert.Equal("Failed", (await ResultAsync(app, "n1")).Status);
    }

    private static async Task<(string? Status, string? Output)> ResultAsync(RunningApp app, string id)
    {
        var result = await app.Http.GetFromJsonAsync<JsonElement>($"result/{id}");
        return (result.GetProperty("status").GetString(), result.GetProperty("output").GetString());
    }

    private Task<RunningApp> StartAsync(Action<IFunctionsWorkerApplicationBuilder>? configure = null) =>
        RunningApp.StartAsync(
            [typeof(DurableSamples)],
            builder =>
            {
                builder.Services.AddSingleton(_probe).AddScoped<DurableSamples.Scoped>();
                configure?.Invoke(builder);
            },
            _folder);
}
