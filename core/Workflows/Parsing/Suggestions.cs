namespace Swarm.Core.Workflows.Parsing;

/// <summary>Guesses what was meant by a word that is not known.</summary>
internal static class Suggestions
{
    private const int ListedMaxCount = 12;
    private const int MaxDistance = 3;

    /// <summary>"Did you mean 'x'?", or the list of what is possible, or nothing.</summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        string[] all = [.. known];
        if (Nearest(word, all) is { } nearest)
        {
            return $"Did you mean '{nearest}'?";
        }

        return all.Length is > 0 and <= ListedMaxCount ? $"Possible here: {string.Join(", ", all)}." : null;
    }

    /// <summary>The known word that differs least, if it differs little; the first of several.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var limit = Math.Clamp(word.Length / 3, 1, MaxDistance);
        var candidates = known
            .Where(k => Math.Abs(k.Length - word.Length) <= limit)
            .Select(k => (Word: k, Distance: Distance(word.ToLowerInvariant(), k.ToLowerInvariant(), limit)))
            .Where(c => c.Distance <= limit)
            .ToArray();
        return candidates.Length == 0 ? null : candidates.MinBy(c => c.Distance).Word;
    }

    /// <summary>
    /// Letters to insert, remove, replace, or swap with their neighbour. What lies further than the limit from the
    /// diagonal is not looked at: it could not be within the limit.
    /// </summary>
    private static int Distance(string left, string right, int limit)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                rows[i, j] = Math.Abs(i - j) > limit ? limit + 1 : Cell(left, right, rows, i, j);
            }
        }

        return rows[left.Length, right.Length];
    }

    private static int Cell(string left, string right, int[,] rows, int i, int j)
    {
        if (i == 0 || j == 0)
        {
            return i + j;
        }

        var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
        var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
    }
}
