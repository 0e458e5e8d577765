using System.Text.Json;
using Swarm.Functions.Runs;
using Swarm.Functions.Security;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Allocation;

/// <summary>For whom a run is, whichever way it began: only workers that are open to him do its work.</summary>
public sealed class UserTests(HttpApp app) : IClassFixture<HttpApp>
{
    [Fact]
    public async Task A_run_is_for_whoever_started_it_or_made_its_schedule()
    {
        var ada = await app.Get<ApiKeys>().CreateAsync(Role.Developer, "ada", CancellationToken.None);
        var stored = await SendAsync(ada, "api/v1/workflows", Harness.Runs.Workflow);
        var workflow = stored.GetProperty("summary").GetProperty("id").GetString();

        var started = await SendAsync(ada, $"api/v1/workflows/{workflow}/execute", "{}");
        var schedule = await SendAsync(
            ada,
            "api/v1/schedules",
            $$"""{ "name": "daily", "workflowId": "{{workflow}}", "cron": "0 0 6 * * *", "timeZone": "UTC" }""");
        var ran = await SendAsync(ada, $"api/v1/schedules/{IdOf(schedule)}/run", "{}");

        Assert.Equal("ada", await UserOfAsync(started));
        Assert.Equal("ada", await UserOfAsync(ran));
    }

    private static string IdOf(JsonElement answer) =>
        (answer.TryGetProperty("summary", out var summary) ? summary : answer).GetProperty("id").GetString()!;

    private async Task<string?> UserOfAsync(JsonElement run) =>
        (await app.Get<RunStore>().GetAsync(IdOf(run), CancellationToken.None)).User;

    private async Task<JsonElement> SendAsync(string key, string path, string body)
    {
        using var answer = await app.SendAsync(HttpMethod.Post, path, key, body);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }
}
