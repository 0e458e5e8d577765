using System.Buffers.Text;
using System.Text;

namespace Swarm.Functions.Http;

/// <summary>
/// The place where the next page of a list begins. Callers pass it on unread; it holds the row key after which to go
/// on.
/// </summary>
public static class Cursor
{
    public const int MaxChars = 1024;

    public static string Encode(string rowKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rowKey));

    /// <summary>The row key in a cursor; null for no cursor.</summary>
    /// <exception cref="ApiProblemException">400 when this is no cursor of ours.</exception>
    public static string? Decode(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return null;
        }

        if (cursor.Length <= MaxChars && Base64Url.IsValid(cursor))
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        }

        throw Problems.Malformed("/cursor", "This is no cursor of this list. Leave it out to begin at the first page.");
    }
}
