using System.Globalization;
using System.Xml;

namespace Swarm.Embedded.Storage;

/// <summary>Writes filters with their arguments quoted.</summary>
internal static class FilterText
{
    public static string From(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var quoted = filter.GetArguments().Select(Quote).ToArray<object>();
        return string.Format(CultureInfo.InvariantCulture, filter.Format, quoted);
    }

    private static string Quote(object? argument) => argument switch
    {
        null => "null",
        bool value => value ? "true" : "false",
        sbyte or byte or short or ushort or int or uint => Convert.ToString(argument, CultureInfo.InvariantCulture)!,
        long value => value.ToString(CultureInfo.InvariantCulture) + "L",
        float value => ((double)value).ToString("R", CultureInfo.InvariantCulture),
        double value => value.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset value => Quote(value.UtcDateTime),
        DateTime value =>
            $"datetime'{XmlConvert.ToString(value.ToUniversalTime(), XmlDateTimeSerializationMode.RoundtripKind)}'",
        Guid value => $"guid'{value}'",
        byte[] value => $"X'{Convert.ToHexString(value)}'",
        BinaryData value => Quote(value.ToArray()),
        string value => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
        char value => Quote(value.ToString()),
        _ => throw new ArgumentException($"A filter cannot hold a {argument.GetType()}.", nameof(argument)),
    };
}
