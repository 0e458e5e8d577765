using System.Globalization;
using Swarm.Core.References;
using Swarm.Functions.Http;
using Swarm.Functions.Orchestrations;

namespace Swarm.Functions.Runs;

/// <summary>
/// The paths of nodes: ids joined with dots, the place of an item in brackets, and the number of an iteration after the
/// first behind an <c>@</c> where something lies inside of it: <c>build.test</c>, <c>check[3]</c>, <c>check@2[3]</c>.
/// How often a person has had all of an inner workflow done again stands behind a <c>+</c>, and so do questions about
/// it: <c>build+1.test</c>, <c>build+checkpoint</c>.
/// </summary>
internal static class NodePath
{
    /// <summary>As long as a path may be where somebody names one.</summary>
    public const int MaxChars = 500;

    private static readonly char[] s_ends = ['.', '[', '@', '+'];
    private static readonly char[] s_partEnds = ['.', '['];

    /// <summary>Numbers by size, so that item 10 comes after item 9.</summary>
    public static IComparer<string> Comparer { get; } =
        StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    /// <summary>Whether a path is that of a node, or of something inside of it.</summary>
    public static bool IsWithin(string path, string node) =>
        path.StartsWith(node, StringComparison.Ordinal)
        && (path.Length == node.Length || s_ends.Contains(path[node.Length]));

    /// <summary>Notes it when what is to be the path of a node, or nothing, is neither.</summary>
    public static FieldErrors RequireNode(this FieldErrors errors, string? node) => errors.Require(
        node is null or { Length: > 0 and <= MaxChars }, "/node", "Give the path of a node, or none.");

    /// <summary>Whether a path is that of work which undoes a node, or of something inside of it.</summary>
    public static bool IsUndoing(string path) => path.Split('.').Contains(ReferenceRoots.Compensate);

    /// <summary>What a node lies in, and in which iteration of it; null for a node of the run's own workflow.</summary>
    public static NodeMark? OuterOf(string path)
    {
        var end = Math.Max(path.LastIndexOfAny(s_partEnds), path.LastIndexOf('+'));
        if (end < 0)
        {
            return null;
        }

        var outer = path[..end];
        var plus = outer.LastIndexOf('+');
        outer = plus > outer.LastIndexOfAny(s_partEnds) ? outer[..plus] : outer;
        var at = outer.LastIndexOf('@');
        return at > outer.LastIndexOfAny(s_partEnds)
            ? new NodeMark(outer[..at], int.Parse(outer.AsSpan(at + 1), CultureInfo.InvariantCulture))
            : new NodeMark(outer, 1);
    }

    /// <summary>The node of the run's own workflow that a path begins with.</summary>
    public static string RootOf(string path)
    {
        var end = path.IndexOfAny(s_ends);
        return end < 0 ? path : path[..end];
    }
}
