using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;

namespace Swarm.Contracts.Json;

/// <summary>
/// Writes durations in ISO 8601 (<c>PT5M</c>), as XML Schema's <c>duration</c> without years and months.
/// </summary>
public sealed class IsoDurationConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc />
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        try
        {
            return XmlConvert.ToTimeSpan(text!);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentNullException)
        {
            throw new JsonException($"'{text}' is no ISO 8601 duration such as PT5M.", e);
        }
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(XmlConvert.ToString(value));
}
