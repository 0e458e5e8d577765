namespace Swarm.Core.Locks;

/// <summary>The names of locks, which are one space for all runs of a control plane.</summary>
public static class LockNames
{
    public const int MaxLength = 100;

    /// <summary>How many a node can hold.</summary>
    public const int MaxPerNode = 20;

    /// <summary>What a name must be, in words.</summary>
    public const string Rule = "1 to 100 letters, digits, '-', '_', '.' and ':'";

    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
    }

    /// <summary>
    /// The names in the order in which everybody takes them, each once. Whoever waits for a lock holds only such that
    /// stand before it; so no circle of nodes can wait for each other.
    /// </summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
