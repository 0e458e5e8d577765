namespace Swarm.Core.Allocation;

/// <summary>
/// Versions that will do, such as <c>&gt;=2.1 &lt;3</c>; all bounds hold. A bare version stands for everything that
/// begins with it: <c>2.1</c> takes 2.1.7.
/// </summary>
public sealed record VersionRange
{
    private const int MaxBounds = 8;

    /// <summary>The longest first, or <c>&gt;=</c> would be read as <c>&gt;</c>.</summary>
    private static readonly string[] s_operators = [">=", "<=", ">", "<", "="];

    private readonly Bound[] _bounds;

    private VersionRange(string text, Bound[] bounds) => (Text, _bounds) = (text, bounds);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Null when it is no range.</summary>
    public static VersionRange? Parse(string? text)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length is 0 or > MaxBounds)
        {
            return null;
        }

        var bounds = new Bound[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var sign = Array.Find(s_operators, known => words[i].StartsWith(known, StringComparison.Ordinal)) ?? "";
            if (ToolVersion.Parse(words[i][sign.Length..]) is not { } version)
            {
                return null;
            }

            bounds[i] = new Bound(sign, version);
        }

        return new VersionRange(text!.Trim(), bounds);
    }

    public bool Contains(ToolVersion version) => Array.TrueForAll(_bounds, bound => bound.Holds(version));

    public bool Equals(VersionRange? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private sealed record Bound(string Sign, ToolVersion Version)
    {
        public bool Holds(ToolVersion version) => Sign switch
        {
            ">=" => version.Order(Version) >= 0,
            "<=" => version.Order(Version) <= 0,
            ">" => version.Order(Version) > 0,
            "<" => version.Order(Version) < 0,
            "=" => version.Order(Version) == 0,
            _ => Version.Covers(version),
        };
    }
}
