namespace Swarm.Functions.Orchestrations;

/// <summary>An iteration of a node, with all that lies inside of it.</summary>
/// <param name="Path">The node's path.</param>
/// <param name="Iteration">The iteration.</param>
public sealed record NodeMark(string Path, int Iteration)
{
    /// <summary>Whether something under this path belongs to it.</summary>
    public bool Covers(string path, int iteration)
    {
        ArgumentNullException.ThrowIfNull(path);
        var place = Iteration == 1 ? Path : $"{Path}@{Iteration}";
        return (path == Path && iteration == Iteration)
            || (path.Length > place.Length
                && path[place.Length] is '.' or '[' or '+'
                && path.StartsWith(place, StringComparison.Ordinal));
    }
}
