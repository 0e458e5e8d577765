using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Swarm.Bench.Distribution;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Tests.EndToEnd.Programs;

namespace Swarm.Tests.EndToEnd.Faults;

/// <summary>A real control plane, a bad network in front of it, and a real agent behind that.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    private static readonly SwarmJsonContext Json = SwarmJsonContext.Default;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly SwarmCommandLine place = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private RunningProgram? agent;

    private FaultBench(int seed)
    {
        Plane = new ControlPlane(Path.Combine(place.Root, "plane"), storage: null);
        Proxy = new FaultProxy(Plane.Url, seed);
        http.BaseAddress = Plane.Url;
    }

    public ControlPlane Plane { get; }

    public FaultProxy Proxy { get; }

    public string Root => place.Root;

    /// <summary>What the agent said.</summary>
    public string AgentWords => agent?.Everything ?? "";

    public static async Task<FaultBench> StartAsync(int seed)
    {
        var bench = new FaultBench(seed);
        Directory.CreateDirectory(Path.Combine(bench.Root, "plane"));
        await bench.Plane.StartAsync();
        bench.http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", bench.Plane.AdminKey);
        return bench;
    }

    /// <summary>Starts the agent; the second time, it is the same worker.</summary>
    public async Task StartAgentAsync(params string[] more)
    {
        var token = await PostAsync(ApiRoutes.JoinTokens, "{}", "application/json", Json.CreateJoinTokenResponse);
        agent?.Dispose();
        agent = RunningProgram.Start(
            BuildOutput.Dotnet,
            [
                BuildOutput.WorkerAgent, "run", "--url", Proxy.Url.ToString(), "--token", token.Token,
                "--data", Path.Combine(Root, "agent"), "--slots", "3", .. more,
            ],
            place.Environment);
        await agent.LineAsync(
            line => line.Contains(" is at work for ", StringComparison.Ordinal), SwarmCommandLine.Limit);
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAgentAsync()
    {
        ProcessTable.Signal("KILL", agent!.Id);
        await agent.ExitAsync(SwarmCommandLine.Limit);
    }

    public async Task<string> RunAsync(string yaml)
    {
        var workflow = await PostAsync(ApiRoutes.Workflows, yaml, "application/yaml", Json.WorkflowDetail);
        var route = ApiRoutes.ExecuteWorkflow.Replace("{id}", workflow.Summary.Id, StringComparison.Ordinal);
        return (await PostAsync(route, "{}", "application/json", Json.RunDetail)).Summary.Id;
    }

    /// <summary>Waits until the run looks as wanted.</summary>
    public async Task<RunDetail> WaitAsync(string runId, Func<RunDetail, bool> isThere, TimeSpan limit)
    {
        using var over = new CancellationTokenSource(limit);
        while (true)
        {
            try
            {
                var run = await GetAsync(
                    ApiRoutes.Run.Replace("{id}", runId, StringComparison.Ordinal), Json.RunDetail, over.Token);
                if (isThere(run))
                {
                    return run;
                }

                await Task.Delay(Poll, TimeProvider.System, over.Token);
            }
            catch (OperationCanceledException e) when (over.IsCancellationRequested)
            {
                throw new TimeoutException($"The run {runId} is not there after {limit}.\n{AgentWords}", e);
            }
        }
    }

    public Task<RunDetail> WaitForEndAsync(string runId, TimeSpan limit) => WaitAsync(
        runId,
        run => run.Summary.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled,
        limit);

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(string runId) => (await GetAsync(
        $"{ApiRoutes.RunEvents.Replace("{id}", runId, StringComparison.Ordinal)}?limit=200",
        Json.ListPageRunEvent,
        CancellationToken.None)).Items;

    public async Task<IReadOnlyList<LogLine>> LogAsync(string runId, string workItemId)
    {
        var route = ApiRoutes.RunLogs.Replace("{id}", runId, StringComparison.Ordinal)
            .Replace("{workItemId}", Uri.EscapeDataString(workItemId), StringComparison.Ordinal);
        var lines = new List<LogLine>();
        for (long after = 0; ;)
        {
            var page = await GetAsync($"{route}?after={after}&limit=1000", Json.LogPage, CancellationToken.None);
            if (page.Lines.Count == 0)
            {
                return lines;
            }

            lines.AddRange(page.Lines);
            after = page.Next;
        }
    }

    public async Task<T> GetAsync<T>(string route, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri(route, UriKind.Relative), cancellation);
        return await ReadAsync(answer, type);
    }

    public async Task<T> PostAsync<T>(string route, string body, string mediaType, JsonTypeInfo<T> type)
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);
        using var answer = await http.PostAsync(
            new Uri(route, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return await ReadAsync(answer, type);
    }

    public async ValueTask DisposeAsync()
    {
        if (agent is { HasExited: false })
        {
            await KillAgentAsync();
        }

        agent?.Dispose();
        await Proxy.DisposeAsync();
        await Plane.DisposeAsync();
        http.Dispose();
        place.Dispose();
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize(text, type)!;
    }
}
