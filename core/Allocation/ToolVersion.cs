using System.Globalization;

namespace Swarm.Core.Allocation;

/// <summary>A version of a tool: one to four numbers. What follows a dash or a plus does not count.</summary>
public sealed record ToolVersion
{
    private const int MaxNumbers = 4;
    private const int MaxChars = 64;

    private readonly int[] _numbers;

    private ToolVersion(int[] numbers) => _numbers = numbers;

    /// <summary>How many numbers were written.</summary>
    public int Precision => _numbers.Length;

    /// <summary>Reads <c>2</c>, <c>2.1</c>, <c>v2.1.0-beta</c>; null when it is no version.</summary>
    public static ToolVersion? Parse(string? text)
    {
        if (text is null || text.Length > MaxChars)
        {
            return null;
        }

        var core = text.Trim().TrimStart('v', 'V').Split('-', '+', ' ')[0];
        var parts = core.Split('.');
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return numbers.Length <= MaxNumbers ? new ToolVersion(numbers) : null;
    }

    /// <summary>Less than 0 when it is older; number by number, and one that was not written is 0.</summary>
    public int Order(ToolVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < MaxNumbers; i++)
        {
            var order = At(i).CompareTo(other.At(i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>Whether the other version begins with the numbers of this one.</summary>
    public bool Covers(ToolVersion other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (At(i) != other.At(i))
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(ToolVersion? other) => Order(other) == 0;

    public override int GetHashCode() => HashCode.Combine(At(0), At(1), At(2), At(3));

    public override string ToString() => string.Join('.', _numbers);

    private int At(int place) => place < _numbers.Length ? _numbers[place] : 0;
}
