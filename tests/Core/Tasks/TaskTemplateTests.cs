using System.Globalization;
using System.Text.Json;
using Swarm.Contracts.Allocation;
using Swarm.Contracts.Checkpoints;
using Swarm.Contracts.Tasks;
using Swarm.Core.Tasks;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Tasks;

public sealed class TaskTemplateTests
{
    public static TheoryData<string, string> BuiltIn => new()
    {
        { "develop_feature", "generate; review < generate; test < generate; document < review, test" },
        { "bug_fix", "analyse; fix < analyse; regression-test < fix" },
        { "refactor", "analyse; refactor < analyse; verify < refactor" },
        { "code_review", "static-analysis; security-review; report < static-analysis, security-review" },
        { "documentation", "api-docs; user-guide < api-docs; readme < user-guide" },
        { "testing", "plan; unit-tests < plan; integration-tests < unit-tests; report < integration-tests" },
    };

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_template_that_comes_with_Swarm_breaks_its_tasks_down(string name, string expected)
    {
        var parsed = TaskTemplateParser.Parse(BuiltInTemplates.Sources[name]);

        Assert.Empty(parsed.Errors);
        Assert.Equal(name, parsed.Template!.Name);
        Assert.Equal(expected, string.Join("; ", parsed.Template.Subtasks.Select(subtask =>
            subtask.Needs.Count == 0 ? subtask.Id : $"{subtask.Id} < {string.Join(", ", subtask.Needs)}")));
        Assert.All(parsed.Template.Subtasks, subtask => Assert.NotNull(subtask.Specialisation));
    }

    [Fact]
    public void There_is_a_template_for_each_type_of_task() => Assert.Equal(
        Enum.GetValues<TaskType>()
            .Where(type => type != TaskType.Custom)
            .Select(type => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString()))
            .Order(StringComparer.Ordinal),
        BuiltInTemplates.Sources.Keys);

    [Fact]
    public void The_workflow_of_a_task_takes_from_the_task_what_holds_for_all_of_it()
    {
        var template = TaskTemplateParser.Parse(BuiltInTemplates.Sources["bug_fix"]).Template!;
        var source = TaskWorkflow.Write(template, new TaskFacts
        {
            WorkflowName = "task-1",
            HasRepository = false,
            Tool = "ollama",
            Priority = NodePriority.Low,
            Permission = PermissionLevel.HumanRequired,
            Checkpoints = CheckpointFrequency.Medium,
        });
        var parsed = WorkflowParser.Parse(source);

        Assert.Empty(parsed.Errors);
        Assert.All(parsed.Definition!.Nodes, node => Assert.Equal("ollama", node.Tool));
        Assert.All(parsed.Definition.Nodes, node => Assert.Equal(NodePriority.Low, node.Priority));
        Assert.All(
            parsed.Definition.Nodes,
            node => Assert.Equal(PermissionLevel.HumanRequired, node.Placement.Permission));
        Assert.Equal(CheckpointFrequency.Medium, parsed.Definition.Checkpoints);
        Assert.All(parsed.Definition.Nodes, node => Assert.Null(node.Commit));
        Assert.DoesNotContain(parsed.Definition.Inputs, input => input.Name == InputNames.Repository);
    }

    [Fact]
    public void A_director_can_have_done_what_each_kind_of_worker_does_with_the_template_in_its_place()
    {
        var template = TaskTemplateParser.Parse(BuiltInTemplates.Sources["develop_feature"]).Template!;
        var source = TaskWorkflow.Write(template, TaskFacts.Sample with
        {
            Sensitive = true,
            Director = new TaskDirector { Rounds = 2, CostUsd = 1.5m, Patience = TimeSpan.FromMinutes(3) },
        });
        var parsed = WorkflowParser.Parse(source);

        Assert.Empty(parsed.Errors);
        var hierarchy = parsed.Definition!.Hierarchy!;
        Assert.Equal(
            Enum.GetNames<Specialisation>().Select(name => name.ToLowerInvariant()).Order(),
            hierarchy.Workers.Select(worker => worker.Id).Order());
        Assert.All(hierarchy.Workers, worker => Assert.Equal(Privacy.Sensitive, worker.Placement.Privacy));
        Assert.Equal((2, 1.5m, TimeSpan.FromMinutes(3)),
            (hierarchy.MaxRounds, hierarchy.MaxCostUsd, hierarchy.Patience));
        var director = parsed.Definition.Nodes[0];
        Assert.Equal("claude-code", director.Tool);
        Assert.Contains("- review: Reviews what was done", director.Prompt, StringComparison.Ordinal);
        var fallback = parsed.Definition.Nodes[1].Workflow!.Definition!;
        Assert.Equal(["generate", "review", "test", "document"], fallback.Nodes.Select(node => node.Id));
    }

    [Theory]
    [InlineData("subtasks: { fix: { title: Fix, run: [make] } }", "1:1 'version'")]
    [InlineData("{ version: 1, name: My template, subtasks: { a: { title: A, run: [make] } } }", "1:21 'name'")]
    [InlineData("{ version: 1, name: mine, subtasks: { a: { title: A } } }", "1:39 either 'prompt'")]
    [InlineData("{ version: 1, name: m, subtasks: { a: { title: A, run: [x], complexity: 9 } } }", "1:73 from 1 to 5")]
    [InlineData("{ version: 1, name: mine, subtasks: { a: { title: A, run: [x], needs: [b] } } }", "1:39 'b'")]
    [InlineData("{ version: 1, name: mine, subtasks: { a: { titel: A, run: [x] } } }", "1:44 'titel'")]
    [InlineData(
        "{ version: 1, name: mine, subtasks: { a: { title: A, run: [x] } }, workers: { w: { title: W } } }",
        "1:79 either 'prompt'")]
    [InlineData(
        "{ version: 1, name: mine, subtasks: { a: { title: A, run: [x] } },\n"
        + "workers: { w: { title: W, run: ['${a.stdout}'] } } }",
        "2:12 'a'")]
    public void What_is_wrong_in_a_template_is_told_with_its_place(string text, string expected)
    {
        var parsed = TaskTemplateParser.Parse(text);

        Assert.Null(parsed.Template);
        var told = parsed.Errors.Select(error =>
            string.Create(CultureInfo.InvariantCulture, $"{error.Line}:{error.Column} {error.Message}"));
        var parts = expected.Split(' ', 2);
        Assert.Contains(told, message =>
            message.StartsWith(parts[0] + " ", StringComparison.Ordinal)
            && message.Contains(parts[1], StringComparison.Ordinal));
    }
}
