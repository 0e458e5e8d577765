namespace Swarm.Core.Patterns;

/// <summary>
/// How much one orchestration takes on by itself: the cost of a history grows with the square of its width on some
/// hosts, so what is wider is split into parts, each an orchestration of its own, and those again.
/// </summary>
public static class Nesting
{
    public const int MaxChildren = 200;

    /// <summary>The parts of a range, in order; one part when the range is small enough to be done at once.</summary>
    public static IReadOnlyList<(int First, int Count)> Split(int first, int count)
    {
        var size = 1;
        while ((count + size - 1) / size > MaxChildren)
        {
            size *= MaxChildren;
        }

        if (size == 1)
        {
            return [(first, count)];
        }

        var parts = new List<(int First, int Count)>();
        for (var start = 0; start < count; start += size)
        {
            parts.Add((first + start, Math.Min(size, count - start)));
        }

        return parts;
    }

    /// <summary>
    /// How many parts run at a time, and how many pieces each of them, so that no more run than asked.
    /// </summary>
    public static (int Parts, int InEach) Share(int maxParallel) =>
        (Math.Max(1, maxParallel / MaxChildren), Math.Min(maxParallel, MaxChildren));
}
