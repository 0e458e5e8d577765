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
}
