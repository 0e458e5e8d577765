using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Swarm.Bench.Distribution;
using Swarm.Contracts;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;

namespace Swarm.Bench.Agent;

/// <summary>
/// How long a line takes from the command that prints it to the output of <c>swarm logs --follow</c>, through a real
/// agent and a real control plane, on one machine and so by one clock.
/// </summary>
internal sealed class LogDelay(IReadOnlyList<string> agentProgram, string folder)
{
    internal const int Lines = 300;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly SwarmJsonContext s_json = SwarmJsonContext.Default;

    /// <summary>The delay of each line, in milliseconds, shortest first.</summary>
    internal async Task<IReadOnlyList<double>> MeasureAsync()
    {
        var planeFolder = Directory.CreateDirectory(Path.Combine(folder, "plane")).FullName;
        await using var plane = new ControlPlane(planeFolder, storage: null);
        await plane.StartAsync();
        using var client = new WireClient(plane.Url, FaultRates.None);
        var token = await PostAsync(client, plane, ApiRoutes.JoinTokens, content: null, s_json.CreateJoinTokenResponse);
        using var agent = AgentRun.Start(agentProgram, plane.Url, Path.Combine(folder, "agent"), token.Token);
        return await FollowAsync(plane, await ExecuteAsync(client, plane));
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

    private static async Task<IReadOnlyList<double>> FollowAsync(ControlPlane plane, string runId)
    {
        string[] arguments =
        [
            .. Programs.CommandLine.Skip(1), "logs", runId, "print", "--follow", "--url", plane.Url.ToString(),
        ];
        var info = new ProcessStartInfo(Programs.CommandLine[0], arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        info.Environment["SWARM_KEY"] = plane.AdminKey;
        using var watcher = Process.Start(info)!;
        using var over = new CancellationTokenSource(s_patience);
        var delays = new List<double>();
        try
        {
            while (await watcher.StandardOutput.ReadLineAsync(over.Token) is { } line)
            {
                if (ClockLines.AgeOf(line, TimeProvider.System.GetUtcNow()) is { } age)
                {
                    delays.Add(age.TotalMilliseconds);
                }
            }
        }
        finally
        {
            watcher.Kill();
        }

        return delays.Count == Lines
            ? [.. delays.Order()]
            : throw new InvalidOperationException($"{delays.Count} of {Lines} lines arrived.");
    }
}
