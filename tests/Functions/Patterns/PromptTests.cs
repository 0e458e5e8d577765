using System.Text.Json;
using Swarm.Contracts.Statuses;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Patterns;

/// <summary>Nodes whose tools are asked in words.</summary>
public sealed class PromptTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    [Fact]
    public async Task A_tool_is_asked_with_its_references_filled_in_and_its_input_beside()
    {
        const string workflow = """
            version: 1
            name: prompts
            nodes:
              test: { run: [test] }
              fix:
                needs: test
                tool: claude-code
                prompt: "Repair this:\n${test.stdout}"
                input: { file: parser.cs }
            """;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, item => FakeWorker.Done(item, stdout: "3 failed"), tools: ["shell", "claude-code"]);

        var started = await running.Plane.Admin.RunAsync(workflow);
        var run = await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        Assert.Equal(RunStatus.Completed, run.Summary.Status);
        var fix = worker.Claimed.Last();
        Assert.Equal(("claude-code", null), (fix.Tool, fix.Shell));
        Assert.Equal("Repair this:\n3 failed", fix.Ai!.Prompt);
        Assert.Equal("parser.cs", fix.Ai.Environment["SWARM_INPUT_FILE"]);
        Assert.Equal("fix", fix.Ai.Environment["SWARM_NODE"]);
    }

    [Fact]
    public async Task What_a_node_says_of_its_tool_reaches_the_worker()
    {
        const string workflow = """
            version: 1
            name: settings
            inputs: { tone: { type: string, default: kind } }
            defaults: { tool: claude-code, ai: { model: sonnet, maxTurns: 40 } }
            nodes:
              plain: { prompt: Hello., needs: [] }
              full:
                prompt: Hello.
                needs: []
                ai:
                  instructions: Be ${inputs.tone}.
                  session: parser
                  allowedTools: [Read, "Bash(git log *)"]
                  maxTurns: 3
                  cost: 0.5
                  schema: { type: object }
              shell: { tool: shell, run: [make], needs: [] }
            """;
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, item => FakeWorker.Done(item), tools: ["shell", "claude-code"]);

        var started = await running.Plane.Admin.RunAsync(workflow);
        await running.Plane.Admin.WaitForEndAsync(started.Summary.Id);

        var plain = worker.Claimed.Single(item => item.Node == "plain").Ai!;
        Assert.Equal(("sonnet", 40), (plain.Model, plain.MaxTurns));
        Assert.Null(plain.Session ?? plain.Instructions ?? plain.OutputSchema);
        var full = worker.Claimed.Single(item => item.Node == "full").Ai!;
        Assert.Equal(("sonnet", 3, "parser", "Be kind."), (full.Model, full.MaxTurns, full.Session, full.Instructions));
        Assert.Equal(["Read", "Bash(git log *)"], full.AllowedTools);
        Assert.Equal(0.5m, full.CostLimitUsd);
        Assert.Equal("object", JsonElement.Parse(full.OutputSchema!).GetProperty("type").GetString());
        Assert.Null(worker.Claimed.Single(item => item.Node == "shell").Ai);
    }
}
