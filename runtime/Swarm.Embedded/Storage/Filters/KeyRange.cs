namespace Swarm.Embedded.Storage.Filters;

/// <summary>
/// A range of keys. A bound of null is open; a range that nothing fits may be wider than needed, never narrower.
/// </summary>
internal sealed record KeyRange(string? From, bool FromIncluded, string? To, bool ToIncluded)
{
    public static KeyRange All { get; } = new(null, true, null, true);

    /// <summary>The one key of the range, if it has but one.</summary>
    public string? Single => FromIncluded && ToIncluded && From == To ? From : null;

    public static KeyRange Of(ComparisonOperator comparison, string key) => comparison switch
    {
        ComparisonOperator.Equal => new KeyRange(key, true, key, true),
        ComparisonOperator.Greater => All with { From = key, FromIncluded = false },
        ComparisonOperator.GreaterOrEqual => All with { From = key },
        ComparisonOperator.Less => All with { To = key, ToIncluded = false },
        ComparisonOperator.LessOrEqual => All with { To = key },
        _ => All,
    };

    /// <summary>What is in both.</summary>
    public KeyRange And(KeyRange other)
    {
        var from = CompareFrom(this, other) >= 0 ? this : other;
        var to = CompareTo(this, other) <= 0 ? this : other;
        return new KeyRange(from.From, from.FromIncluded, to.To, to.ToIncluded);
    }

    /// <summary>The least range that holds both.</summary>
    public KeyRange Or(KeyRange other)
    {
        var from = CompareFrom(this, other) <= 0 ? this : other;
        var to = CompareTo(this, other) >= 0 ? this : other;
        return new KeyRange(from.From, from.FromIncluded, to.To, to.ToIncluded);
    }

    private static int CompareFrom(KeyRange left, KeyRange right) => (left.From, right.From) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        var (a, b) when a == b => right.FromIncluded.CompareTo(left.FromIncluded),
        var (a, b) => EntityValues.CompareText(a, b),
    };

    private static int CompareTo(KeyRange left, KeyRange right) => (left.To, right.To) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        var (a, b) when a == b => left.ToIncluded.CompareTo(right.ToIncluded),
        var (a, b) => EntityValues.CompareText(a, b),
    };
}
