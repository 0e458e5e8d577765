namespace Swarm.Core.Ids;

/// <summary>How ULIDs are written: Crockford's base 32 in lower case.</summary>
internal static class UlidText
{
    public const int Length = 26;
    public const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The text of 48 bits of milliseconds and the first 80 bits of <paramref name="random"/>.</summary>
    public static string Encode(long milliseconds, byte[] random) =>
        string.Create(Length, (milliseconds, random), static (text, state) =>
        {
            var upper = (ulong)state.milliseconds << 16 | Bits(state.random, 0, 2);
            var rest = new UInt128(upper, Bits(state.random, 2, 8));
            for (var i = Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(rest & 31)];
                rest >>= 5;
            }
        });

    private static ulong Bits(byte[] bytes, int start, int count)
    {
        var bits = 0UL;
        for (var i = start; i < start + count; i++)
        {
            bits = bits << 8 | bytes[i];
        }

        return bits;
    }
}
