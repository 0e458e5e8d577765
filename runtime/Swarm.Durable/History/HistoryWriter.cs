using System.Buffers;
using System.Text;

namespace Swarm.Durable.History;

/// <summary>Writes the primitives of the storage format: variable-length integers, UTF-8 text, failures.</summary>
internal sealed class HistoryWriter
{
    private const int InitialBytes = 256;

    private const int MaxKeptBytes = 1024 * 1024;

    private ArrayBufferWriter<byte> _buffer = new(InitialBytes);

    internal byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Starts anew; a buffer that one large payload has blown up is let go.</summary>
    internal void Clear()
    {
        if (_buffer.Capacity > MaxKeptBytes)
        {
            _buffer = new ArrayBufferWriter<byte>(InitialBytes);
        }
        else
        {
            _buffer.ResetWrittenCount();
        }
    }

    internal void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Seven bits a byte, the lowest first; the top bit says that more follow.</summary>
    internal void WriteNumber(long value)
    {
        const int MaxBytes = 10;
        ulong rest = (ulong)value;
        Span<byte> span = _buffer.GetSpan(MaxBytes);
        int length = 0;
        while (rest >= 0x80)
        {
            span[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        _buffer.Advance(length);
    }

    /// <summary>The length in bytes plus one, then the bytes; zero stands for null.</summary>
    internal void WriteText(string? value)
    {
        if (value is null)
        {
            WriteNumber(0);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        WriteNumber(length + 1L);
        Span<byte> span = _buffer.GetSpan(length);
        Encoding.UTF8.GetBytes(value, span);
        _buffer.Advance(length);
    }

    internal void WriteTime(DateTime value) => WriteNumber(value.Ticks);

    internal void WriteFailure(TaskFailureDetails? failure)
    {
        WriteByte(failure is null ? (byte)0 : (byte)1);
        if (failure is not null)
        {
            WriteText(failure.ErrorType);
            WriteText(failure.ErrorMessage);
            WriteText(failure.StackTrace);
            WriteFailure(failure.InnerFailure);
        }
    }
}
