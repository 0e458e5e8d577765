using System.Text;

namespace Swarm.Embedded.Storage;

/// <summary>
/// Reads what <see cref="BinaryWriter"/> has written, where it lies: the streams and buffers of its reader would cost
/// more than what they read.
/// </summary>
internal ref struct EntityReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public byte ReadByte() => ReadBytes(1)[0];

    /// <summary>A number in portions of seven bits, the lowest first.</summary>
    public int ReadLength()
    {
        uint length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var portion = ReadByte();
            length |= (portion & 0x7Fu) << shift;
            if (portion < 0x80)
            {
                return (int)length;
            }
        }

        throw new InvalidDataException("A length in an entity does not end.");
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes(ReadLength()));

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if ((uint)count > (uint)_left.Length)
        {
            throw new InvalidDataException($"An entity ends {count - _left.Length} bytes too early.");
        }

        var read = _left[..count];
        _left = _left[count..];
        return read;
    }
}
