using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Swarm.WorkerAgent.Folders;

/// <summary>
/// Writes an id so that it may stand in a git ref and in a file name, reversibly while it is short: letters, digits,
/// <c>-</c> and <c>_</c> stay; <c>~</c> becomes <c>+</c>; a dot between letters or digits stays, unless it begins
/// <c>.lock</c>; everything else becomes <c>=XX</c> for each byte of its UTF-8 form. Names over 160 characters end in
/// a hash.
/// </summary>
internal static class SafeName
{
    private const int MaxLength = 160;
    private const int HashLength = 16;

    public static string Of(string id)
    {
        var name = new StringBuilder(id.Length + 16);
        for (var i = 0; i < id.Length;)
        {
            var length = char.IsSurrogatePair(id, i) ? 2 : 1;
            Append(name, id, i, length);
            i += length;
        }

        if (name.Length <= MaxLength)
        {
            return name.ToString();
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashLength];
        return $"{name.ToString(0, MaxLength - HashLength - 2)}=-{hash}";
    }

    private static void Append(StringBuilder name, string id, int at, int length)
    {
        var c = id[at];
        if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '.' && MayStay(id, at)))
        {
            name.Append(c);
        }
        else if (c == '~')
        {
            name.Append('+');
        }
        else
        {
            foreach (var octet in Encoding.UTF8.GetBytes(id.Substring(at, length)))
            {
                name.Append(CultureInfo.InvariantCulture, $"={octet:X2}");
            }
        }
    }

    // Git refuses names with "..", a leading or trailing dot, and parts that end in ".lock".
    private static bool MayStay(string id, int at) =>
        at > 0 && char.IsAsciiLetterOrDigit(id[at - 1])
        && at + 1 < id.Length && char.IsAsciiLetterOrDigit(id[at + 1])
        && !id.AsSpan(at).StartsWith(".lock", StringComparison.OrdinalIgnoreCase);
}
