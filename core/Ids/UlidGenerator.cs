using System.Security.Cryptography;

namespace Swarm.Core.Ids;

/// <summary>
/// Makes lower-case ULIDs: 48 bits of milliseconds and 80 random bits, so that ids sort by age. Those of one generator
/// always grow, also within a millisecond and when the clock is set back. Safe for use by several threads.
/// </summary>
public sealed class UlidGenerator
{
    public const int Length = UlidText.Length;
    private const int RandomBytes = 10;

    private readonly TimeProvider _time;
    private readonly Action<Span<byte>> _fill;
    private readonly Lock _gate = new();
    private readonly byte[] _random = new byte[RandomBytes];
    private long _milliseconds = -1;

    /// <summary>A generator whose random bits nobody can guess.</summary>
    public UlidGenerator(TimeProvider time)
        : this(time, RandomNumberGenerator.Fill)
    {
    }

    /// <summary>A generator that tests can repeat.</summary>
    public UlidGenerator(TimeProvider time, Random random)
        : this(time, random.NextBytes)
    {
    }

    private UlidGenerator(TimeProvider time, Action<Span<byte>> fill)
    {
        _time = time;
        _fill = fill;
    }

    public string Next()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _milliseconds)
            {
                _milliseconds = now;
                _fill(_random);
            }
            else if (!TryIncrement(_random))
            {
                _milliseconds++;
            }

            return UlidText.Encode(_milliseconds, _random);
        }
    }

    /// <summary>Whether a text has the form of an id made here.</summary>
    public static bool IsUlid(string? text) =>
        text is { Length: Length }
        && text[0] <= '7'
        && text.All(c => UlidText.Alphabet.Contains(c, StringComparison.Ordinal));

    /// <summary>Adds one; false when all bits were set, and all are cleared now.</summary>
    private static bool TryIncrement(byte[] bytes)
    {
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            if (++bytes[i] != 0)
            {
                return true;
            }
        }

        return false;
    }
}
