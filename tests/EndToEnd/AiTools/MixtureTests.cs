using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Tests.EndToEnd.Faults;

namespace Swarm.Tests.EndToEnd.AiTools;

/// <summary>Three AI tools answer the same question side by side, and the majority is believed.</summary>
public sealed class MixtureTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Claude_gemini_and_ollama_answer_side_by_side_and_the_majority_wins()
    {
        await using var bench = await FaultBench.StartAsync(seed: 1);
        await using var ollama = new FakeOllama("""{\"verdict\": \"Safe\",""", """ \"why\": \"small\"}""");
        var tools = new FakeAiTools(bench.Root);
        var here = Path.Combine(bench.Root, "here");
        Directory.CreateDirectory(here);

        // Each waits until the other is there too: they really work side by side.
        string Meet(string self, string other) =>
            $"touch {here}/{self}; while [ ! -e {here}/{other} ]; do sleep 0.05; done";
        var claude = tools.Claude($$"""{{Meet("claude", "gemini")}}; echo '{"verdict": "safe"}'""");
        var gemini = tools.Gemini($$"""{{Meet("gemini", "claude")}}; echo '{"verdict": "unsafe"}'""");
        var config = Path.Combine(bench.Root, "agent.yaml");
        await File.WriteAllTextAsync(
            config,
            $"""
            tools: [claude-code, gemini, ollama]
            tool-settings:
              claude-code: {$"{{ program: {claude} }}"}
              gemini: {$"{{ program: {gemini} }}"}
              ollama: {$"{{ url: '{ollama.Url}', model: small }}"}
            """,
            TestContext.Current.CancellationToken);
        await bench.StartAgentAsync("--config", config);

        var runId = await bench.RunAsync("""
            version: 1
            name: second-opinions
            pattern: mixture
            quorum: 3
            decide: { vote: value.verdict }
            defaults: { timeout: PT2M }
            nodes:
              claude: { tool: claude-code, prompt: Is this safe?, output: json }
              gemini: { tool: gemini, prompt: Is this safe?, output: json }
              local:  { tool: ollama, prompt: Is this safe?, output: json }
            """);
        var ended = await bench.WaitForEndAsync(runId, Limit);

        Assert.True(ended.Summary.Status == RunStatus.Completed, $"{ended.Summary.Reason}\n{bench.AgentWords}");
        var output = ended.Output!.Value;
        Assert.Equal("safe", output.GetProperty("value").GetProperty("verdict").GetString());
        Assert.Equal("claude", output.GetProperty("winner").GetString());
        Assert.Equal(3, output.GetProperty("answers").GetInt32());
        Assert.Equal(1, ollama.Questions);
        Assert.All(ended.Nodes, node => Assert.Equal(NodeStatus.Completed, node.Status));
        var told = ended.Nodes.Single(node => node.Path == "claude").Iterations[^1].Output!.Value;
        Assert.Equal(JsonValueKind.Object, told.ValueKind);
    }
}
