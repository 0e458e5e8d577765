using Swarm.Core.Workflows;

namespace Swarm.Core.Graph;

/// <summary>Applies a node's join rule to its branches.</summary>
internal static class JoinStates
{
    public static JoinState Of(GraphCell cell, int incoming)
    {
        var join = cell.Definition.Join;
        var wanted = join.Kind switch
        {
            JoinKind.Any => 1,
            JoinKind.Count => join.Count,
            _ => incoming,
        };
        if (cell.Taken >= wanted)
        {
            return JoinState.Satisfied;
        }

        if (join.Kind != JoinKind.All)
        {
            return cell.Taken + cell.Undecided < wanted ? JoinState.Exhausted : JoinState.Open;
        }

        if (cell.Undecided > 0)
        {
            return JoinState.Open;
        }

        return cell.Taken > 0 ? JoinState.SatisfiedUnlessRestarted : JoinState.Exhausted;
    }
}
