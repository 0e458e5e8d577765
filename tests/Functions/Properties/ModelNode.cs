using System.Text.Json.Nodes;
using Swarm.Contracts.Statuses;

namespace Swarm.Tests.Functions.Properties;

/// <summary>What the model says of a node, or of one item of it.</summary>
/// <param name="Status">How its last iteration ends.</param>
/// <param name="Iteration">Which one that is.</param>
/// <param name="Output">What it puts out; null for nothing.</param>
internal sealed record ModelNode(NodeStatus Status, int Iteration, JsonNode? Output)
{
    private const string Decision = "decision";

    public bool Failed => Status == NodeStatus.Failed;

    /// <summary>Whether a person has asked for the work to be done again.</summary>
    public bool IsCorrected => (Output as JsonObject)?[Decision] is JsonValue value
        && value.TryGetValue<string>(out var decision) && decision == Answers.Corrected;

    /// <summary>What comes of a question.</summary>
    public static ModelNode Answered(string path, int iteration, string? question)
    {
        var decision = Answers.DecisionAt(path, iteration, question);
        return new ModelNode(
            decision == Answers.Rejected ? NodeStatus.Failed : NodeStatus.Completed,
            iteration,
            new JsonObject { [Decision] = decision });
    }
}
