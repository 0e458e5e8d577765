using System.Net.Http.Headers;
using System.Text.Json;
using Swarm.Contracts;
using Swarm.Contracts.Json;

namespace Swarm.Tests.EndToEnd.Programs;

/// <summary>
/// A control plane with a worker. SWARM_E2E_URL and SWARM_E2E_KEY name one that runs already, on whatever host (only a
/// worker agent is started then); else <c>swarm up</c> starts both.
/// </summary>
public sealed class SwarmUnderTest : IAsyncLifetime
{
    private RunningProgram? program;

    internal SwarmCommandLine CommandLine { get; } = new();

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false });

    internal string Url { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("SWARM_E2E_URL");
        var key = string.IsNullOrEmpty(given)
            ? await StartBothAsync()
            : UseGiven(given, Environment.GetEnvironmentVariable("SWARM_E2E_KEY")
                ?? throw new InvalidOperationException("SWARM_E2E_URL is set, so SWARM_E2E_KEY must be set, too."));
        Http.BaseAddress = new Uri(Url);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        CommandLine.Environment["SWARM_URL"] = Url;
        CommandLine.Environment["SWARM_KEY"] = key;
        if (!string.IsNullOrEmpty(given))
        {
            await StartWorkerAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (program is { HasExited: false })
        {
            program.Descendants();
            program.SignalGroup("TERM");
            await program.ExitAsync(SwarmCommandLine.Limit);
        }

        program?.Dispose();
        Http.Dispose();
        CommandLine.Dispose();
    }

    /// <summary>How many workflows are stored.</summary>
    internal async Task<int> CountWorkflowsAsync()
    {
        var json = await Http.GetStringAsync(
            new Uri($"/{ApiRoutes.Workflows}?limit=200", UriKind.Relative), TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize(json, SwarmJsonContext.Default.ListPageWorkflowSummary)!.Items.Count;
    }

    private string UseGiven(string url, string key)
    {
        Url = url;
        return key;
    }

    private async Task<string> StartBothAsync()
    {
        var data = Path.Combine(CommandLine.Root, "data");
        program = CommandLine.Start("up", "--port", "0", "--data", data);
        const string Start = "Swarm is up on ";
        var line = await program.LineAsync(
            l => l.StartsWith(Start, StringComparison.Ordinal) || l.StartsWith("swarm: ", StringComparison.Ordinal),
            SwarmCommandLine.Limit);
        Assert.StartsWith(Start, line);
        Url = line[Start.Length..];
        return (await File.ReadAllTextAsync(Path.Combine(data, "admin.key"))).Trim();
    }

    private async Task StartWorkerAsync()
    {
        using var answer = await Http.PostAsync(new Uri($"/{ApiRoutes.JoinTokens}", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        var token = JsonSerializer.Deserialize(
            await answer.Content.ReadAsStringAsync(), SwarmJsonContext.Default.CreateJoinTokenResponse)!;
        program = RunningProgram.Start(
            BuildOutput.Dotnet,
            [
                BuildOutput.WorkerAgent, "run", "--url", Url, "--token", token.Token, "--name", "end-to-end",
                "--slots", "2", "--data", Path.Combine(CommandLine.Root, "agent"), "--tools", "shell",
            ],
            CommandLine.Environment);
    }
}
