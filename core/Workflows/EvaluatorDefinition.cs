namespace Swarm.Core.Workflows;

/// <summary>One who judges what a node puts out.</summary>
/// <param name="Node">The work that judges; its id is the evaluator's name.</param>
/// <param name="Weight">How much its score counts.</param>
public sealed record EvaluatorDefinition(NodeDefinition Node, double Weight);
