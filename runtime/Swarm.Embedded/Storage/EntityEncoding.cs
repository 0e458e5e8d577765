using System.Text;

namespace Swarm.Embedded.Storage;

/// <summary>
/// Properties as bytes: the version of the format, the number of properties, and for each its name, the number of its
/// type and its value. Numbers of types are never reused.
/// </summary>
internal static class EntityEncoding
{
    private const byte FormatVersion = 1;

    private enum ValueKind : byte
    {
        Text = 1,
        Int32 = 2,
        Int64 = 3,
        Double = 4,
        False = 5,
        True = 6,
        Instant = 7,
        Guid = 8,
        Binary = 9,
    }

    public static byte[] Encode(IReadOnlyDictionary<string, object> properties)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(FormatVersion);
        writer.Write7BitEncodedInt(properties.Count);
        foreach (var (name, value) in properties)
        {
            writer.Write(name);
            Write(writer, value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static Dictionary<string, object> Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var format = reader.ReadByte();
        if (format != FormatVersion)
        {
            throw new InvalidDataException(
                $"An entity is stored in format {format}, and this version of Swarm reads {FormatVersion}.");
        }

        var count = reader.Read7BitEncodedInt();
        var properties = new Dictionary<string, object>(count);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            properties.Add(name, Read(reader));
        }

        return properties;
    }

    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.Write((byte)ValueKind.Text);
                writer.Write(text);
                break;
            case int number:
                writer.Write((byte)ValueKind.Int32);
                writer.Write(number);
                break;
            case long number:
                writer.Write((byte)ValueKind.Int64);
                writer.Write(number);
                break;
            case double number:
                writer.Write((byte)ValueKind.Double);
                writer.Write(number);
                break;
            case bool flag:
                writer.Write((byte)(flag ? ValueKind.True : ValueKind.False));
                break;
            case DateTimeOffset instant:
                writer.Write((byte)ValueKind.Instant);
                writer.Write(instant.UtcTicks);
                break;
            case Guid id:
                writer.Write((byte)ValueKind.Guid);
                writer.Write(id.ToByteArray());
                break;
            case byte[] bytes:
                writer.Write((byte)ValueKind.Binary);
                writer.Write7BitEncodedInt(bytes.Length);
                writer.Write(bytes);
                break;
            default:
                throw new NotSupportedException($"No table can hold a {value.GetType()}.");
        }
    }

    private static object Read(BinaryReader reader)
    {
        var kind = (ValueKind)reader.ReadByte();
        return kind switch
        {
            ValueKind.Text => reader.ReadString(),
            ValueKind.Int32 => reader.ReadInt32(),
            ValueKind.Int64 => reader.ReadInt64(),
            ValueKind.Double => reader.ReadDouble(),
            ValueKind.False => false,
            ValueKind.True => true,
            ValueKind.Instant => new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
            ValueKind.Guid => new Guid(reader.ReadBytes(16)),
            ValueKind.Binary => reader.ReadBytes(reader.Read7BitEncodedInt()),
            _ => throw new InvalidDataException($"A property is stored as kind {(byte)kind}, which is not known."),
        };
    }
}
