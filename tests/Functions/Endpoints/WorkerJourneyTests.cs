using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.Workers;
using Swarm.Contracts.WorkItems;
using Swarm.Functions.WorkItems;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Endpoints;

/// <summary>What a worker does, over real HTTP.</summary>
public sealed class WorkerJourneyTests(HttpApp app) : IClassFixture<HttpApp>
{
    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    [Fact]
    public async Task A_worker_joins_works_logs_reports_and_signs_off()
    {
        var admin = await app.AdminKeyAsync();
        var token = await CallAsync(
            ApiRoutes.JoinTokens, admin, (string?)null, null, s_json.CreateJoinTokenResponse);
        var join = new JoinRequest { Token = token!.Token, MachineId = "machine-9", Name = "9", Tools = ["journey"] };
        var joined = await CallAsync(ApiRoutes.JoinWorker, null, join, s_json.JoinRequest, s_json.JoinResponse);
        var key = joined!.Key;
        await CallAsync(
            ApiRoutes.Heartbeat,
            key,
            new HeartbeatRequest { Sequence = 1 },
            s_json.HeartbeatRequest,
            s_json.HeartbeatResponse);

        // The poll waits when the work comes, and is woken by it.
        var poll = CallAsync(
            ApiRoutes.PollWork,
            key,
            new PollRequest { Tools = ["journey"] },
            s_json.PollRequest,
            s_json.WorkItemPointer);
        var spec = Work.Spec(Work.RunId + "~1~journey~1~1", tool: "journey");
        await app.Get<WorkItemDispatch>().DispatchAsync(spec, CancellationToken.None);
        var pointer = await poll.WaitAsync(TimeSpan.FromSeconds(30));
        var id = Uri.EscapeDataString(pointer!.WorkItemId);
        var item = await CallAsync(
            ApiRoutes.ClaimWork.Replace("{id}", id),
            key,
            new ClaimRequest(pointer.RunId, pointer.Receipt),
            s_json.ClaimRequest,
            s_json.WorkItem);
        var chunk = new LogChunk
        {
            RunId = item!.RunId,
            Token = item.Token,
            First = 1,
            Lines = [new LogLine(DateTimeOffset.UnixEpoch, "stdout", "hello")],
        };
        var acknowledged = await CallAsync(
            ApiRoutes.WorkLogs.Replace("{id}", id), key, chunk, s_json.LogChunk, s_json.AppendLogsResponse);
        var report = new ReportRequest
        {
            RunId = item.RunId,
            Token = item.Token,
            Outcome = WorkItemOutcome.Completed,
            ExitCode = 0,
        };
        var reported = await CallAsync(
            ApiRoutes.ReportWork.Replace("{id}", id), key, report, s_json.ReportRequest, s_json.ReportResponse);

        Assert.Equal(2, acknowledged!.Next);
        Assert.Equal(WorkItemStatus.Completed, reported!.Status);
        Assert.Equal("hello", Assert.Single((await LogsAsync(item, admin)).Lines).Text);
        using var signedOff = await app.SendAsync(HttpMethod.Post, ApiRoutes.SignOff, key);
        Assert.Equal(HttpStatusCode.NoContent, signedOff.StatusCode);
        var worker = Assert.Single((await WorkersAsync(admin)).Items, w => w.Id == joined.WorkerId);
        Assert.Equal(WorkerStatus.Offline, worker.Status);
    }

    [Fact]
    public async Task A_poll_without_work_ends_empty()
    {
        var key = await JoinAsync("machine-8");

        using var answer = await app.SendAsync(
            HttpMethod.Post, ApiRoutes.PollWork, key, """{"tools":["nothing"],"waitSeconds":0}""");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task Workers_are_listed_page_by_page()
    {
        await JoinAsync("machine-a");
        await JoinAsync("machine-b");
        var admin = await app.AdminKeyAsync();

        var first = await WorkersAsync(admin, "?limit=1");
        var second = await WorkersAsync(admin, $"?limit=1&cursor={first.NextCursor}");

        Assert.NotEqual(Assert.Single(first.Items).Id, Assert.Single(second.Items).Id);
    }

    [Fact]
    public async Task The_admin_key_is_readable_by_its_owner_alone()
    {
        var key = await app.AdminKeyAsync();

        Assert.StartsWith("swk_admin_", key, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(app.Folder, "admin.key")));
        }
    }

    [Theory]
    [InlineData(ApiRoutes.HealthLive, 0)]
    [InlineData(ApiRoutes.HealthReady, 5)]
    public async Task The_app_is_healthy(string path, int checks)
    {
        var report = (await app.Client.GetFromJsonAsync(path, s_json.HealthReport, CancellationToken.None))!;

        Assert.Equal("healthy", report.Status);
        Assert.Equal(checks, report.Checks.Count);
        Assert.All(report.Checks.Values, Assert.Null);
    }

    private async Task<string> JoinAsync(string machine)
    {
        var token = await CallAsync(
            ApiRoutes.JoinTokens, await app.AdminKeyAsync(), (string?)null, null, s_json.CreateJoinTokenResponse);
        var join = new JoinRequest { Token = token!.Token, MachineId = machine, Name = machine, Tools = ["shell"] };
        return (await CallAsync(ApiRoutes.JoinWorker, null, join, s_json.JoinRequest, s_json.JoinResponse))!.Key;
    }

    private async Task<LogPage> LogsAsync(WorkItem item, string key)
    {
        var path = ApiRoutes.RunLogs.Replace("{id}", item.RunId).Replace("{workItemId}", Uri.EscapeDataString(item.Id));
        using var answer = await app.SendAsync(HttpMethod.Get, path, key);
        return (await answer.Content.ReadFromJsonAsync(s_json.LogPage, CancellationToken.None))!;
    }

    private async Task<Contracts.Paging.ListPage<WorkerSummary>> WorkersAsync(string key, string query = "")
    {
        using var answer = await app.SendAsync(HttpMethod.Get, ApiRoutes.Workers + query, key);
        return (await answer.Content.ReadFromJsonAsync(s_json.ListPageWorkerSummary, CancellationToken.None))!;
    }

    private async Task<TAnswer?> CallAsync<TBody, TAnswer>(
        string path, string? key, TBody? body, JsonTypeInfo<TBody>? bodyType, JsonTypeInfo<TAnswer> answerType)
        where TBody : class
        where TAnswer : class
    {
        var json = body is null ? null : JsonSerializer.Serialize(body, bodyType!);
        using var answer = await app.SendAsync(HttpMethod.Post, path, key, json);
        var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonSerializer.Deserialize(text, answerType);
    }
}
