using System.Security.Cryptography;
using System.Text;

namespace Swarm.Core.Ids;

/// <summary>
/// Ids that follow from what they belong to, so that a repeated step makes the same id again. Parts join with
/// <c>~</c>, steps of a node's path with <c>.</c>; both are refused inside of parts that they separate.
/// </summary>
public static class DerivedId
{
    /// <summary>Longer ids keep their beginning and end in a hash of the whole.</summary>
    public const int MaxLength = 120;

    private const char PartSeparator = '~';
    private const char PathSeparator = '.';
    private const int HashLength = 32;

    /// <summary>Such as <c>{runId}~{attempt}~{node}~{iteration}</c>.</summary>
    /// <exception cref="ArgumentException">A part is empty or holds a character that an id must not have.</exception>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            ThrowIfUnfit(part, PartSeparator);
        }

        return Shorten(string.Join(PartSeparator, parts));
    }

    /// <summary>The path of a node inside nested workflows, such as <c>build.test</c>.</summary>
    /// <exception cref="ArgumentException">A part is empty or holds a character that an id must not have.</exception>
    public static string Path(params ReadOnlySpan<string> nodeIds)
    {
        foreach (var id in nodeIds)
        {
            ThrowIfUnfit(id, PathSeparator);
        }

        return Shorten(string.Join(PathSeparator, nodeIds));
    }

    private static void ThrowIfUnfit(string part, char separator)
    {
        // Tables forbid / \ # ? and control characters in keys, and the engine a leading @.
        if (part.Length == 0 || part.Any(c => c == separator || c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
        {
            throw new ArgumentException($"'{part}' cannot be a part of an id.", nameof(part));
        }
    }

    private static string Shorten(string id)
    {
        if (id.Length <= MaxLength)
        {
            return id;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength];
        return $"{id[..(MaxLength - HashLength - 1)]}{PartSeparator}{hash}";
    }
}
