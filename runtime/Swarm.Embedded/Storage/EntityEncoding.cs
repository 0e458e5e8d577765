using System.Buffers.Binary;
using System.Text;

namespace Swarm.Embedded.Storage;

/// <summary>
/// Properties as bytes: the version of the format, the number of properties, and for each its name, the number of its
/// type and its value. Numbers of types are never reused.
/// </summary>
internal static class EntityEncoding
{
    private const byte FormatVersion = 1;

    /// <summary>How much a thread keeps for the next entity.</summary>
    private const int KeptMaxBytes = 64 * 1024;

    [ThreadStatic]
    private static BinaryWriter? t_writer;

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
        // Each thread keeps what it writes with: to make it anew costs more than to write a usual entity.
        var writer = t_writer ??= new BinaryWriter(new MemoryStream(), Encoding.UTF8);
        var stream = (MemoryStream)writer.BaseStream;
        stream.SetLength(0);
        writer.Write(FormatVersion);
        writer.Write7BitEncodedInt(properties.Count);
        foreach (var (name, value) in properties)
        {
            writer.Write(name);
            Write(writer, value);
        }

        writer.Flush();
        var encoded = stream.ToArray();
        if (stream.Capacity > KeptMaxBytes)
        {
            t_writer = null;
        }

        return encoded;
    }

    public static Dictionary<string, object> Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new EntityReader(bytes);
        var format = reader.ReadByte();
        if (format != FormatVersion)
        {
            throw new InvalidDataException(
                $"An entity is stored in format {format}, and this version of Swarm reads {FormatVersion}.");
        }

        var count = reader.ReadLength();
        var properties = new Dictionary<string, object>(count);
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadText();
            properties.Add(name, Read(ref reader));
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

    private static object Read(ref EntityReader reader)
    {
        var kind = (ValueKind)reader.ReadByte();
        return kind switch
        {
            ValueKind.Text => reader.ReadText(),
            ValueKind.Int32 => BinaryPrimitives.ReadInt32LittleEndian(reader.ReadBytes(sizeof(int))),
            ValueKind.Int64 => BinaryPrimitives.ReadInt64LittleEndian(reader.ReadBytes(sizeof(long))),
            ValueKind.Double => BinaryPrimitives.ReadDoubleLittleEndian(reader.ReadBytes(sizeof(double))),
            ValueKind.False => false,
            ValueKind.True => true,
            ValueKind.Instant => new DateTimeOffset(
                BinaryPrimitives.ReadInt64LittleEndian(reader.ReadBytes(sizeof(long))), TimeSpan.Zero),
            ValueKind.Guid => new Guid(reader.ReadBytes(16)),
            ValueKind.Binary => reader.ReadBytes(reader.ReadLength()).ToArray(),
            _ => throw new InvalidDataException($"A property is stored as kind {(byte)kind}, which is not known."),
        };
    }
}
