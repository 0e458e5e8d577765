using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Swarm.Contracts;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Json;
using Swarm.Contracts.Runs;
using Swarm.Contracts.Statuses;
using Swarm.Contracts.WorkItems;
using Swarm.Core.Workflows;
using Swarm.Functions.Workflows;
using Swarm.Tests.Functions.ControlPlanes;
using Swarm.Tests.Functions.Patterns;

namespace Swarm.Tests.Functions.Workflows;

/// <summary>Every example of docs/workflows.md runs to its end; what workers would do is made up.</summary>
public sealed partial class ReferenceRunTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private const string List = """[{ "path": "a.cs" }, { "path": "b.cs" }]""";

    public static TheoryData<string> Examples
    {
        get
        {
            var page = File.ReadAllText(Path.Combine(Root(), "docs", "workflows.md")).ReplaceLineEndings("\n");
            return [.. Fences().Matches(page).Select(match => match.Groups["text"].Value)];
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_of_the_reference_runs(string example)
    {
        var admin = running.Plane.Admin;
        await StoreReleaseAsync(admin);
        await using var worker = await FakeWorker.StartAsync(
            running.Plane, Work, tools: ["shell", "claude-code", "gemini-cli"]);

        var definition = Adapt(WorkflowParser.Parse(example).Definition!);
        var store = running.Plane.Services.GetRequiredService<WorkflowStore>();
        var (stored, _) = await store.SaveAsync(definition, example, CancellationToken.None);
        using var started = await admin.PostAsync(
            Requests.Route(ApiRoutes.ExecuteWorkflow, stored.Head.Id),
            $$"""{ "inputs": {{InputsOf(definition)}} }""");
        var run = await started.ReadAsync(SwarmJsonContext.Default.RunDetail);
        await foreach (var told in admin.FollowAsync(run.Summary.Id))
        {
            if (told is { Type: RunEventTypes.NodeStarted, Node: "signal" })
            {
                await admin.SendEventAsync(run.Summary.Id, "window-open", "{}");
            }
            else if (told.Type == RunEventTypes.CheckpointOpened)
            {
                using var answer = await admin.AnswerAsync(
                    CheckpointRoutes.Approve, told.Data!.Value.GetProperty("checkpointId").GetString()!);
            }
        }

        run = await admin.ReadRunAsync(run.Summary.Id);
        Assert.True(run.Summary.Status == RunStatus.Completed, $"{run.Summary.Reason}\n{example}");
    }

    /// <summary>Nobody waits for hours here, and no worker has all that some examples ask for.</summary>
    private static WorkflowDefinition Adapt(WorkflowDefinition definition) => definition with
    {
        Nodes = [.. definition.Nodes.Select(node => node with
        {
            Placement = NodePlacement.Anywhere,
            Wait = node.Wait is { Duration: not null } wait
                ? wait with { Duration = TimeSpan.FromSeconds(1) }
                : node.Wait,
            Workflow = node.Workflow is { Definition: { } inner } workflow
                ? workflow with { Definition = Adapt(inner) }
                : node.Workflow,
        })],
    };

    private static ReportRequest Work(WorkItem item) => FakeWorker.Done(item, stdout: item.Node switch
    {
        "find" => List,
        "write.links" or "write.judge" => "8",
        "director" => """{ "done": true, "result": "all" }""",
        "test" or "unit" or "e2e" => "all well",
        _ => """{ "verdict": "safe" }""",
    });

    /// <summary>One example names a stored workflow by its second version.</summary>
    private static async Task StoreReleaseAsync(HttpClient admin)
    {
        foreach (var command in new[] { "make", "ship" })
        {
            await admin.StoreAsync($"version: 1\nname: release\nnodes: {{ ship: {{ run: [{command}] }} }}\n");
        }
    }

    private static string InputsOf(WorkflowDefinition definition) => JsonSerializer.Serialize(definition.Inputs
        .Where(input => input is { Required: true, Default: null })
        .ToDictionary(input => input.Name, input => input.Type switch
        {
            InputType.Array => JsonElement.Parse("""["billing", "search"]"""),
            InputType.Integer or InputType.Number => JsonElement.Parse("3"),
            InputType.Boolean => JsonElement.Parse("true"),
            InputType.Object => JsonElement.Parse("{}"),
            _ => JsonElement.Parse("\"some-text\""),
        }));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Swarm.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No Swarm.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }

    [GeneratedRegex(
        @"^```yaml\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Fences();
}
