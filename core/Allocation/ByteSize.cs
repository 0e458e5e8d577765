using System.Globalization;

namespace Swarm.Core.Allocation;

/// <summary>Sizes as people write them: <c>512MiB</c>, <c>4GiB</c>.</summary>
public static class ByteSize
{
    private const double Step = 1024;

    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>The bytes; null when it is no size.</summary>
    public static long? Parse(string? text)
    {
        var trimmed = (text ?? "").Trim();
        for (var power = s_units.Length - 1; power >= 0; power--)
        {
            var unit = s_units[power];
            if (!trimmed.EndsWith(unit, StringComparison.Ordinal))
            {
                continue;
            }

            var style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite;
            var number = trimmed[..^unit.Length];
            var isNumber = double.TryParse(number, style, CultureInfo.InvariantCulture, out var value);
            var bytes = value * Math.Pow(Step, power);
            return isNumber && bytes is >= 0 and < long.MaxValue ? (long)bytes : null;
        }

        return null;
    }

    /// <summary>What may have been meant by a size without a unit of ours, such as <c>4G</c> or <c>4 gb</c>.</summary>
    public static string? Guess(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var number = text.Trim().TrimEnd([.. "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ "]);
        var unit = text.Trim()[number.Length..].Trim().ToUpperInvariant();
        var place = unit.Length == 0 ? -1 : "BKMGT".IndexOf(unit[0], StringComparison.Ordinal);
        return place > 0 && Parse(number + s_units[place]) is not null ? number + s_units[place] : null;
    }

    /// <summary>A size in the largest unit that fits, with one decimal where it says something.</summary>
    public static string Text(long bytes)
    {
        var (value, power) = Scale(bytes);
        return $"{Number(value)} {s_units[power]}";
    }

    /// <summary>A part of a whole in the unit of the whole: <c>1 of 8 GiB</c>.</summary>
    public static string PartText(long part, long whole)
    {
        var (value, power) = Scale(whole);
        return $"{Number(part / Math.Pow(Step, power))} of {Number(value)} {s_units[power]}";
    }

    private static (double Value, int Power) Scale(long bytes)
    {
        double value = bytes;
        var power = 0;
        while (value >= Step && power < s_units.Length - 1)
        {
            value /= Step;
            power++;
        }

        return (value, power);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
