using System.Globalization;

namespace Swarm.Embedded.Storage;

/// <summary>
/// The eight types of values that tables know: string, int, long, double, bool, instant, GUID and bytes.
/// </summary>
internal static class EntityValues
{
    public static object ToStored(object value, string name) => value switch
    {
        string or int or long or double or bool or Guid or byte[] => value,
        DateTimeOffset instant => instant.ToUniversalTime(),
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        BinaryData data => data.ToArray(),
        Enum member => member.ToString(),
        _ => throw new NotSupportedException($"The property '{name}' is a {value.GetType()}, which no table can hold."),
    };

    /// <summary>The value for somebody who may change it: of bytes he gets his own.</summary>
    public static object Own(object value) => value is byte[] bytes ? bytes.ToArray() : value;

    public static object ToProperty(object stored, Type type, string name)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        var value = Own(stored);
        if (target.IsInstanceOfType(value))
        {
            return value;
        }

        return value switch
        {
            DateTimeOffset instant when target == typeof(DateTime) => instant.UtcDateTime,
            byte[] bytes when target == typeof(BinaryData) => BinaryData.FromBytes(bytes),
            string text when target.IsEnum => Enum.Parse(target, text, ignoreCase: true),
            int number when target == typeof(long) => (long)number,
            int or long when target == typeof(double) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException(
                $"The property '{name}' is a {type} but the table holds a {value.GetType()}."),
        };
    }

    /// <summary>
    /// Compares as tables do; null when the two cannot be compared. Strings go by code point, which is the order of
    /// UTF-8 and so the order in which the database keeps the keys.
    /// </summary>
    public static int? Compare(object left, object right) => (left, right) switch
    {
        (string a, string b) => CompareText(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (Guid a, Guid b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (int or long, int or long) => ToInt64(left).CompareTo(ToInt64(right)),
        (int or long or double, int or long or double) => ToDouble(left).CompareTo(ToDouble(right)),
        _ => null,
    };

    public static int CompareText(string left, string right)
    {
        var common = Math.Min(left.Length, right.Length);
        for (var i = 0; i < common; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a != b)
            {
                // Surrogates stand for code points above all that have one char of their own.
                return char.IsSurrogate(a) == char.IsSurrogate(b) ? a - b : char.IsSurrogate(a) ? 1 : -1;
            }
        }

        return left.Length - right.Length;
    }

    private static long ToInt64(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static double ToDouble(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
