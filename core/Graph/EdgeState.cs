namespace Swarm.Core.Graph;

/// <summary>What is known about an edge in the current iteration of the node that it leads from.</summary>
internal enum EdgeState
{
    Undecided,
    Taken,
    NotTaken,
}
