using System.Text;

namespace Swarm.Functions.Http;

/// <summary>JSON pointers (RFC 6901), by which problems name fields.</summary>
internal static class JsonPointer
{
    /// <summary>The pointer for a path of the serializer: <c>$.tools[0]</c> becomes <c>/tools/0</c>.</summary>
    public static string FromPath(string? path)
    {
        if (path is null or "$")
        {
            return "";
        }

        var pointer = new StringBuilder();
        var position = path.StartsWith('$') ? 1 : 0;
        while (position < path.Length)
        {
            var (segment, next) = path[position] == '[' ? Bracketed(path, position) : Dotted(path, position);
            pointer.Append('/').Append(segment.Replace("~", "~0").Replace("/", "~1"));
            position = next;
        }

        return pointer.ToString();
    }

    private static (string Segment, int Next) Dotted(string path, int position)
    {
        var start = path[position] == '.' ? position + 1 : position;
        var end = path.AsSpan(start).IndexOfAny('.', '[');
        end = end < 0 ? path.Length : start + end;
        return (path[start..end], end);
    }

    private static (string Segment, int Next) Bracketed(string path, int position)
    {
        // ['a name with dots'] or [0].
        if (path.AsSpan(position).StartsWith("['"))
        {
            var quote = path.IndexOf("']", position + 2, StringComparison.Ordinal);
            return quote < 0 ? (path[(position + 2)..], path.Length) : (path[(position + 2)..quote], quote + 2);
        }

        var end = path.IndexOf(']', position);
        return end < 0 ? (path[(position + 1)..], path.Length) : (path[(position + 1)..end], end + 1);
    }
}
