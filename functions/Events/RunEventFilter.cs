using Swarm.Contracts.Runs;
using Swarm.Functions.Http;
using Swarm.Functions.Runs;

namespace Swarm.Functions.Events;

/// <summary>Which events of a run somebody wants to read.</summary>
/// <param name="Types">Their types; empty for all.</param>
/// <param name="Node">The node that they are of, or what lies inside of it; null for all events.</param>
public sealed record RunEventFilter(IReadOnlyList<string> Types, string? Node)
{
    private static readonly HashSet<string> Known =
        [.. typeof(RunEventTypes).GetFields().Select(type => (string)type.GetRawConstantValue()!)];

    public bool IsEmpty => Types.Count == 0 && Node is null;

    public bool Wants(RunEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        return (Types.Count == 0 || Types.Contains(told.Type))
            && (Node is null || (told.Node is { } node && NodePath.IsWithin(node, Node)));
    }

    /// <summary>Ends the request of somebody who asks for a type of events that there is not.</summary>
    /// <exception cref="ApiProblemException">422: there is no such type of events.</exception>
    public void DemandKnownTypes()
    {
        if (Types.FirstOrDefault(type => !Known.Contains(type)) is { } unknown)
        {
            throw Problems.Invalid(
                "/type",
                $"There are no events '{unknown}'. GET the events without 'type' to see how they are called.");
        }
    }
}
