using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Swarm.Bench.Distribution;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Bench.Agent;

/// <summary>
/// How long a line takes from the command that prints it to the output of <c>swarm logs --follow</c>, and to the table
/// of <c>swarm runs watch</c>, through a real agent and a real control plane, on one machine and so by one clock.
/// </summary>
internal sealed class LogDelay(IReadOnlyList<string> agentProgram, string folder)
{
    internal const int Lines = 300;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    /// <summary>The delay of each line, and of each that the table showed; null for no table on this machine.</summary>
    internal async Task<(Delays Log, Delays? Table)> MeasureAsync()
    {
        var planeFolder = Directory.CreateDirectory(Path.Combine(folder, "plane")).FullName;
        await using var plane = new ControlPlane(planeFolder, storage: null);
        await plane.StartAsync();
        using var client = new WireClient(plane.Url, FaultRates.None);
        var token = await PostAsync(client, plane, ApiRoutes.JoinTokens, content: null, s_json.CreateJoinTokenResponse);
        using var agent = AgentRun.Start(agentProgram, plane.Url, Path.Combine(folder, "agent"), token.Token);
        var runId = await ExecuteAsync(client, plane);
        using var over = new CancellationTokenSource(s_patience);
        var table = TableWatcher.IsPossible
            ? TableWatcher.MeasureAsync(Watch(plane, "runs", "watch", runId), plane.AdminKey, over.Token)
            : null;
        var log = await FollowAsync(Watch(plane, "logs", runId, "print", "--follow"), plane.AdminKey, over.Token);
        return (log, table is null ? null : await table);
    }

    private static async Task<string> ExecuteAsync(WireClient client, ControlPlane plane)
    {
        var command = string.Join(", ", Programs.Self.Append("print").Append($"{Lines}").Select(word => $"'{word}'"));
        var yaml = WireClient.Yaml($"version: 1\nname: clock\nnodes:\n  print: {{ run: [{command}] }}\n");
        var workflow = await PostAsync(client, plane, ApiRoutes.Workflows, yaml, s_json.WorkflowDetail);
        var route = ApiRoutes.ExecuteWorkflow.Replace("{id}", workflow.Summary.Id, StringComparison.Ordinal);
        var request = WireClient.Body(new ExecuteWorkflowRequest(), s_json.ExecuteWorkflowRequest);
        return (await PostAsync(client, plane, route, request, s_json.RunDetail)).Summary.Id;
    }

    private static async Task<T> PostAsync<T>(
        WireClient client, ControlPlane plane, string route, HttpContent? content, JsonTypeInfo<T> type)
        where T : class =>
        (await client.SendAsync(
            HttpMethod.Post, route, plane.AdminKey, content, type, random: null, CancellationToken.None))!;

    private static string[] Watch(ControlPlane plane, params string[] command) =>
        [.. Programs.CommandLine, .. command, "--url", plane.Url.ToString()];

    private static async Task<Delays> FollowAsync(
        string[] watch, string key, CancellationToken cancellation)
    {
        var info = new ProcessStartInfo(watch[0], watch.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        info.Environment["SWARM_KEY"] = key;
        using var watcher = Process.Start(info)!;
        var ages = new List<TimeSpan>();
        try
        {
            while (await watcher.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (ClockLines.AgeOf(line, TimeProvider.System.GetUtcNow()) is { } age)
                {
                    ages.Add(age);
                }
            }
        }
        finally
        {
            watcher.Kill();
        }

        return ages.Count == Lines
            ? Delays.Of(ages)
            : throw new InvalidOperationException($"{ages.Count} of {Lines} lines arrived.");
    }
}
