using Swarm.Contracts.Workflows;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>Workflow files for tests.</summary>
internal static class Files
{
    /// <summary>The workflow that the product is shown with.</summary>
    public const string Repair = """
        version: 1
        name: build-with-repair
        pattern: graph                # sequential | concurrent | graph | hierarchical | mixture
        inputs:
          repository: { type: string, description: path or git URL }
        defaults: { tool: shell, timeout: PT5M, retry: { attempts: 2, backoff: PT2S } }
        nodes:
          generate: { run: [sh, generate.sh], commit: Generate the parser }
          review:   { run: [sh, review.sh] }
          test:     { run: [dotnet, run, tests.cs], accept: [0, 1] }
          fix:      { run: [sh, fix.sh], commit: Repair what the tests found, input: { failures: "${test.stdout}" } }
          deploy:   { run: [sh, release.sh], merge: main, tag: "v${run.number}" }
        edges:
          - { from: generate, to: [review, test] }
          - { from: test, to: deploy, when: { path: exitCode, equals: 0 } }
          - { from: test, to: fix, when: { path: exitCode, notEquals: 0 } }
          - { from: fix, to: test, loop: { max: 3 } }
          - { from: review, to: deploy }
        """;

    public static WorkflowDefinition Valid(string text)
    {
        var result = WorkflowParser.Parse(text);
        Assert.Empty(result.Errors);
        return result.Definition!;
    }

    /// <summary>The one error of a file that has one.</summary>
    public static WorkflowError Error(string text)
    {
        var result = WorkflowParser.Parse(text);
        Assert.Null(result.Definition);
        return Assert.Single(result.Errors);
    }

    public static IReadOnlyList<WorkflowError> Errors(string text) => WorkflowParser.Parse(text).Errors;
}
