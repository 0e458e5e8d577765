using Swarm.Contracts.Allocation;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>Where a node's work may and should be done: requires, privacy, permission, affinity, prefer.</summary>
public sealed class PlacementTests
{
    [Fact]
    public void A_node_says_what_its_worker_must_have()
    {
        var node = Files.Valid("""
            version: 1
            name: x
            nodes:
              a:
                run: [make]
                requires:
                  labels: [gpu, home]
                  specialisation: bugfix
                  version: ">=2.1 <3"
                  cpu: 1.5
                  memory: 4GiB
                  disk: 512MiB
                privacy: sensitive
                permission: human-required
                affinity: { session: review, model: qwen3-coder:30b }
                prefer: { labels: fast, tools: [docker] }
            """).Nodes[0];

        var placement = node.Placement;
        Assert.Equal(["gpu", "home"], placement.Labels);
        Assert.Equal(Specialisation.Bugfix, placement.Specialisation);
        Assert.Equal(">=2.1 <3", placement.Version);
        Assert.Equal((1.5, 4L << 30, 512L << 20), (placement.Cpus, placement.MemoryBytes, placement.DiskBytes));
        Assert.Equal((Privacy.Sensitive, PermissionLevel.HumanRequired), (placement.Privacy, placement.Permission));
        Assert.Equal(("review", "qwen3-coder:30b"), (placement.Session, placement.Model));
        Assert.Equal(["fast"], placement.PreferredLabels);
        Assert.Equal(["docker"], placement.PreferredTools);
    }

    [Fact]
    public void Without_a_word_about_it_any_worker_with_the_tool_will_do()
    {
        var node = Files.Valid("""
            version: 1
            name: x
            nodes:
              a: { run: [make] }
            """).Nodes[0];

        Assert.Equal(NodePlacement.Anywhere, node.Placement);
    }

    [Fact]
    public void A_node_changes_the_defaults_field_by_field()
    {
        var nodes = Files.Valid("""
            version: 1
            name: x
            defaults: { privacy: sensitive, requires: { labels: [home], memory: 1GiB } }
            nodes:
              a: { run: [make], needs: [] }
              b: { run: [make], needs: [], privacy: normal, requires: { memory: 2GiB } }
            """).Nodes;

        Assert.Equal((Privacy.Sensitive, 1L << 30), (nodes[0].Placement.Privacy, nodes[0].Placement.MemoryBytes));
        Assert.Equal((Privacy.Normal, 2L << 30), (nodes[1].Placement.Privacy, nodes[1].Placement.MemoryBytes));
        Assert.Equal(["home"], nodes[1].Placement.Labels);
    }

    [Theory]
    [InlineData("privacy: secret", 34, "invalid_value",
        "'privacy' of node 'build' must be one of normal, sensitive, but is 'secret'.",
        "Possible here: normal, sensitive.")]
    [InlineData("permission: human_required", 37, "invalid_value",
        "'permission' of node 'build' must be one of autonomous, supervised, human-required, but is 'human_required'.",
        "Did you mean 'human-required'?")]
    [InlineData("requires: { memory: 4G }", 45, "wrong_type",
        "'memory' of 'requires' must be a size such as 512MiB or 4GiB, but is the text '4G'.",
        "Did you mean 4GiB?")]
    [InlineData("requires: { version: latest }", 46, "invalid_value",
        "'version' of 'requires' must be a version or bounds, but is 'latest'.",
        "For example: version: \">=2.1 <3\"")]
    [InlineData("requires: { version: 2.1 }", 46, "wrong_type",
        "'version' of 'requires' must be a text, but is the number 2.1.",
        "Put it in quotes: version: \"2.1\"")]
    [InlineData("requires: { labels: [GPU] }", 46, "invalid_value",
        "'GPU' in 'labels' must be 1 to 40 small letters, digits, dashes and dots.",
        null)]
    [InlineData("requires: { cpu: 0 }", 42, "out_of_range",
        "'cpu' of 'requires' must be a number from 0.1 to 1024, but is 0.",
        null)]
    [InlineData("requires: { specialization: test }", 37, "unknown_field",
        "'requires' has no field 'specialization'.",
        "Did you mean 'specialisation'?")]
    [InlineData("requires: { specialisation: tests }", 53, "invalid_value",
        "'specialisation' of 'requires' must be one of feature, bugfix, test, docs, refactor, review, but is 'tests'.",
        "Did you mean 'test'?")]
    [InlineData("requires: gpu", 35, "wrong_type",
        "'requires' must be a map with fields, but is the text 'gpu'.",
        "Possible fields: labels, specialisation, version, cpu, memory, disk.")]
    [InlineData("prefer: { label: [fast] }", 35, "unknown_field",
        "'prefer' has no field 'label'.",
        "Did you mean 'labels'?")]
    public void A_mistake_is_told_with_its_place_and_what_was_meant(
        string field, int column, string code, string message, string? suggestion)
    {
        var error = Files.Error($"version: 1\nname: x\nnodes:\n  build: {{ run: [make], {field} }}");

        Assert.Equal(message, error.Message);
        Assert.Equal((4, column, code, "build"), (error.Line, error.Column, error.Code, error.Node));
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Fact]
    public void A_node_that_is_a_workflow_has_a_privacy_and_no_other_wish()
    {
        var node = Files.Valid("""
            version: 1
            name: x
            nodes:
              inner: { privacy: sensitive, workflow: { nodes: { a: { run: [make] } } } }
            """).Nodes[0];
        var refused = Files.Errors("""
            version: 1
            name: x
            nodes:
              inner: { permission: supervised, workflow: { nodes: { a: { run: [make] } } } }
              gate:  { privacy: sensitive, checkpoint: Go?, needs: inner }
            """);

        Assert.Equal(Privacy.Sensitive, node.Placement.Privacy);
        Assert.Equal(["permission", "privacy"], refused.Select(error => error.Pointer!.Split('/')[^1]));
    }

    [Fact]
    public void A_node_may_limit_how_long_its_work_waits_for_a_worker()
    {
        var nodes = Files.Valid("""
            version: 1
            name: x
            defaults: { queueTimeout: PT10M }
            nodes:
              a: { run: [make] }
              b: { run: [make], queueTimeout: P1D }
            """).Nodes;
        var refused = Files.Error("""
            version: 1
            name: x
            nodes:
              a: { wait: PT1M, queueTimeout: PT1M }
            """);

        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromDays(1)], nodes.Select(node => node.QueueTimeout));
        Assert.EndsWith("/queueTimeout", refused.Pointer);
    }
}
