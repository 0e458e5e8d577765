using System.Text;

namespace Swarm.Durable.History;

/// <summary>Reads what <see cref="HistoryWriter"/> wrote.</summary>
internal ref struct HistoryReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    internal readonly bool IsAtEnd => _rest.IsEmpty;

    internal byte ReadByte()
    {
        DemandBytes(1);
        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    internal long ReadNumber()
    {
        const int MaxShift = 63;
        ulong value = 0;
        for (int shift = 0; shift <= MaxShift; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw new InvalidDataException("A stored number has more than ten bytes: the row is damaged.");
    }

    internal int ReadInt32() => checked((int)ReadNumber());

    internal string? ReadTextOrNull()
    {
        long lengthPlusOne = ReadNumber();
        if (lengthPlusOne == 0)
        {
            return null;
        }

        int length = checked((int)(lengthPlusOne - 1));
        DemandBytes(length);
        string value = Encoding.UTF8.GetString(_rest[..length]);
        _rest = _rest[length..];
        return value;
    }

    internal string ReadText() =>
        ReadTextOrNull() ?? throw new InvalidDataException("A stored text is missing: the row is damaged.");

    internal DateTime ReadTime() => new(ReadNumber(), DateTimeKind.Utc);

    internal TaskFailureDetails? ReadFailureOrNull() => ReadByte() == 0
        ? null
        : new TaskFailureDetails(ReadText(), ReadText(), ReadTextOrNull(), ReadFailureOrNull(), null);

    internal TaskFailureDetails ReadFailure() =>
        ReadFailureOrNull() ?? throw new InvalidDataException("A stored failure is missing: the row is damaged.");

    private readonly void DemandBytes(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException(
                $"A stored row ends {count - _rest.Length} bytes too early: the row is damaged.");
        }
    }
}
