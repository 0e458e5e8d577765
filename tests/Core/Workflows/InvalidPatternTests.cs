using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>
/// What is wrong with patterns, lists, inner workflows, checkpoints and waits: one mistake, one error.
/// </summary>
public class InvalidPatternTests
{
    public static TheoryData<string, string, string?> Mistakes => new()
    {
        {
            "pattern: sequential\nsteps: [{ run: [a] }]\nedges: []",
            "5:1 conflicting_fields: The pattern 'sequential' has no 'edges'.",
            "Remove it, or write: pattern: graph"
        },
        {
            "steps: [{ run: [a] }]",
            "3:1 conflicting_fields: The pattern 'graph' has no 'steps'.",
            "Remove it, or write: pattern: sequential"
        },
        {
            "pattern: concurrent\nnodes: { a: { run: [a] }, b: { run: [b], needs: a } }",
            "4:42 conflicting_fields: Node 'b' has 'needs', but in the pattern 'concurrent' nodes have no edges.",
            "Remove it, or write: pattern: graph"
        },
        {
            "pattern: sequential\nsteps: [{ id: a, run: [a] }, { id: a, run: [b] }]",
            "4:30 duplicate_node: There is a step 'a' already.",
            "Rename one of the two."
        },
        {
            "pattern: sequential",
            "1:1 missing_field: The workflow has no 'steps'.",
            "Add: steps: [{ run: [make] }, { run: [make, test] }]"
        },
        {
            "nodes: { a: { run: [a], forEach: [1], copies: 2 } }",
            "3:39 conflicting_fields: Node 'a' has both 'forEach' and 'copies'.",
            "Keep one of the two."
        },
        {
            "nodes: { a: { run: [a], maxParallel: 2 } }",
            "3:25 conflicting_fields: Node 'a' has 'maxParallel', but runs only once.",
            "Add 'forEach' or 'copies'."
        },
        {
            "nodes: { a: { run: [a], forEach: items } }",
            "3:34 wrong_type: 'forEach' of node 'a' must be a list of at most 10000 items, or a reference to one, but "
            + "is the text 'items'.",
            "For example: forEach: \"${inputs.files}\""
        },
        {
            "nodes: { a: { run: [a, \"${item}\"] } }",
            "3:24 unknown_reference: ${item} in 'run' refers to 'item', which only a node with 'forEach' or 'copies' "
            + "has.",
            null
        },
        {
            "pattern: sequential\nsteps: [{ run: [a, \"${previous.stdout}\"] }]",
            "4:20 unknown_reference: ${previous.stdout} in 'run' refers to 'previous', which only a step that follows "
            + "another one has.",
            null
        },
        {
            "pattern: sequential\nsteps: [{ id: a, run: [a] }, { run: [b, \"${previous.value}\"] }]",
            "4:41 unknown_reference: ${previous.value} in 'run' refers to 'value', which the shell node 'a' does not "
            + "put out.",
            "Add to node 'a': output: json"
        },
        {
            "nodes: { a: { wait: PT1S, run: [a] } }",
            "3:27 conflicting_fields: Node 'a' has 'run', which belongs to work, beside 'wait'.",
            "Remove it, or make two nodes of it."
        },
        {
            "nodes: { a: { wait: PT1S, checkpoint: Well? } }",
            "3:15 conflicting_fields: Node 'a' has both 'checkpoint' and 'wait'.",
            "Make two nodes of it."
        },
        {
            "nodes: { a: { wait: { timeout: PT1S } } }",
            "3:21 missing_field: 'wait' must name either a duration or an event.",
            "For example: wait: { event: approved, timeout: P1D }"
        },
        {
            "nodes: { a: { wait: { event: go now } } }",
            "3:30 invalid_id: The event 'go now' must be named by a letter, then letters, digits, '-' and '_', at "
            + "most 63.",
            null
        },
        {
            "nodes: { a: { checkpoint: { expiresAfter: PT1H } } }",
            "3:15 missing_field: 'checkpoint' has no 'question'.",
            "Add: question: Shall we deploy?"
        },
        {
            "nodes: { a: { checkpoint: { question: Go?, onExpiry: aprove } } }",
            "3:54 invalid_value: 'onExpiry' of 'checkpoint' must be one of reject, approve, skip, but is 'aprove'.",
            "Did you mean 'approve'?"
        },
        {
            "nodes: { a: { workflow: [b] } }",
            "3:25 wrong_type: 'workflow' of node 'a' must be the name of a stored workflow, or a workflow itself, but "
            + "is a list.",
            "For example: workflow: { name: build, version: 2 }"
        },
        {
            "nodes: { a: { workflow: { nodes: { b: { run: [\"${inputs.x}\"] } } } } }",
            "3:47 unknown_reference: ${inputs.x} in 'run' refers to the input 'x', which does not exist.",
            "Add: inputs: { x: { type: string } }"
        },
        {
            "nodes: { a: { run: [a] } }\noutputs: { x: \"${b.stdout}\" }",
            "4:15 unknown_reference: ${b.stdout} in 'outputs.x' refers to 'b', which is no node; references start with "
            + "a node's id, 'inputs' or 'run'.",
            "Did you mean 'a'?"
        },
        {
            "nodes: { item: { run: [a] } }",
            "3:10 invalid_id: No node can have the id 'item': references such as ${item.…} mean something else.",
            "For example: item-step"
        },
        {
            "nodes: { a: { tool: claude-cod, prompt: Write. } }",
            "3:21 unsupported_tool: Node 'a' uses the tool 'claude-cod', which is not known.",
            "Did you mean 'claude-code'?"
        },
        {
            "nodes: { a: { tool: claude-code } }",
            "3:10 missing_field: Node 'a' has nothing to do: the tool 'claude-code' needs a 'prompt'.",
            "Add: prompt: Write the parser."
        },
        {
            "pattern: mixture\nnodes: { a: { run: [a] } }\nquorum: 2",
            "5:9 out_of_range: 'quorum' of the workflow must be a whole number from 1 to 1, but is 2.",
            null
        },
        {
            "pattern: mixture\nnodes: { a: { run: [a] } }\ndecide: { vote: x, best: y }",
            "5:9 conflicting_fields: 'decide' must have one of vote, best and synthesiser.",
            "For example: decide: { vote: stdout }"
        },
        {
            "pattern: mixture\nnodes: { synthesiser: { run: [a] } }\ndecide: { synthesiser: { run: [b] } }",
            "5:11 duplicate_node: An expert has the id 'synthesiser', which is that of the node under 'decide'.",
            "Rename the expert."
        },
        {
            "pattern: mixture\nnodes: { a: { run: [a, \"${answers}\"] } }",
            "4:24 unknown_reference: ${answers} in 'run' refers to 'answers', which only the synthesiser of a mixture "
            + "has.",
            null
        },
        {
            "pattern: hierarchical\nworkers: { w: { run: [a] } }",
            "1:1 missing_field: The workflow has no 'director'.",
            "Add: director: { tool: claude-code, prompt: ... }"
        },
        {
            "pattern: hierarchical\ndirector: { run: [a] }\nworkers: { director: { run: [a] } }",
            "5:12 invalid_id: No worker can be named 'director': a subtask of that name is planned by a director of "
            + "its own, as far as 'limits.depth' allows.",
            "Rename it."
        },
        {
            "pattern: hierarchical\ndirector: { wait: PT1S }\nworkers: { w: { run: [a] } }",
            "4:1 conflicting_fields: The director must be work for one worker: it prints a plan.",
            "Use run, script or prompt."
        },
        {
            "pattern: hierarchical\ndirector: { run: [a] }\nworkers: { w: { script: 'echo ${subtask.title}' } }",
            "5:25 reference_in_shell_text: ${subtask.title} stands in a text that a shell runs as a program; what it "
            + "refers to could run commands.",
            "Add input: { title: \"${subtask.title}\" } and read $SWARM_INPUT_TITLE."
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_place_and_what_was_meant(string body, string expected, string? suggestion)
    {
        var error = Files.Error($"version: 1\nname: x\n{body}\n");

        Assert.Equal(expected, $"{error.Line}:{error.Column} {error.Code}: {error.Message}");
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Fact]
    public void Workflows_lie_inside_of_each_other_five_levels_deep_at_most()
    {
        var body = "{ nodes: { a: { run: [a] } } }";
        for (var level = 0; level < WorkflowLimits.MaxNesting; level++)
        {
            body = $"{{ nodes: {{ a: {{ workflow: {body} }} }} }}";
        }

        var nodes = body[2..^2];

        Files.Valid($"version: 1\nname: x\n{nodes}\n");
        Assert.Equal(
            "too_deep", Files.Error($"version: 1\nname: x\nnodes: {{ a: {{ workflow: {body} }} }}\n").Code);
    }
}
