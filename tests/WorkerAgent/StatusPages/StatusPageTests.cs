using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Folders;
using Swarm.WorkerAgent.StatusPages;

namespace Swarm.Tests.WorkerAgent.StatusPages;

/// <summary>What the local page tells.</summary>
public sealed class StatusPageTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly DataFolder data;
    private readonly StatusPage page;
    private Task showing = Task.CompletedTask;

    public StatusPageTests()
    {
        data = new DataFolder(folder.At("data"));
        var port = FreePort();
        http.BaseAddress = new Uri($"http://127.0.0.1:{port}/");
        page = new StatusPage(port, data, NullLogger.Instance);
    }

    public ValueTask InitializeAsync()
    {
        showing = page.RunAsync(stop.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await showing.WaitAsync(TimeSpan.FromSeconds(30));
        page.Dispose();
        http.Dispose();
        stop.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Health_answers()
    {
        Assert.Equal("""{"status":"healthy"}""", await GetAsync("health"));
    }

    [Fact]
    public async Task The_page_and_the_metrics_tell_what_is_worked_on_and_what_waits_for_an_answer()
    {
        WorkFolder.Create(data, WorkItems.Noop("runs"));
        WorkFolder.Create(data, WorkItems.Noop("waits")).WriteParked(new ParkedRecord { Answers = 0 });

        var (html, metrics) = (await GetAsync(""), await GetAsync("metrics"));

        Assert.Contains("works on 01jrun~1~runs~1~1", html, StringComparison.Ordinal);
        Assert.Contains("waits for an answer to 01jrun~1~waits~1~1", html, StringComparison.Ordinal);
        Assert.Contains("swarm_agent_work_items{state=\"working\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("swarm_agent_work_items{state=\"waiting\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^process_resident_memory_bytes \d{7,}$", metrics);
    }

    [Fact]
    public async Task It_answers_to_no_other_address()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "health");
        request.Headers.Host = "evil.example.org";

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Its_port_is_free_when_it_has_ended()
    {
        await Health_answers();
        await stop.CancelAsync();
        await showing.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        using var other = Listen(http.BaseAddress!.Port);
        page.Dispose();
    }

    [Fact]
    public async Task It_does_without_a_port_that_another_has()
    {
        using var other = Listen(port: 0);

        var without = new StatusPage(((IPEndPoint)other.LocalEndPoint!).Port, data, NullLogger.Instance);
        await without.RunAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        without.Dispose();
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return socket;
    }

    private Task<string> GetAsync(string path) =>
        http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
