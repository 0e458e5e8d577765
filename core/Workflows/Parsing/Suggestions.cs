namespace Swarm.Core.Workflows.Parsing;

/// <summary>Guesses what was meant by a word that is not known.</summary>
internal static class Suggestions
{
    private const int ListedMaxCount = 12;
    private const int MaxDistance = 3;
    private const int ShortestBeginning = 3;
    private const int MaxWordLength = 100;

    /// <summary>"Did you mean 'x'?", or the list of what is possible, or nothing.</summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        string[] all = [.. known];
        if (Nearest(word, all) is { } nearest)
        {
            return $"Did you mean '{nearest}'?";
        }

        if (word.Length >= ShortestBeginning
            && Array.FindAll(all, k => k.StartsWith(word, StringComparison.OrdinalIgnoreCase)) is [var whole])
        {
            return $"Did you mean '{whole}'?";
        }

        return all.Length is > 0 and <= ListedMaxCount ? $"Possible here: {string.Join(", ", all)}." : null;
    }

    /// <summary>The known word that differs least, if it differs little; the first of several.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > MaxWordLength)
        {
            return null;
        }

        var limit = Math.Clamp(word.Length / 3, 1, MaxDistance);
        var lower = word.ToLowerInvariant();
        var candidates = known
            .Where(k => Math.Abs(k.Length - word.Length) <= limit)
            .Select(k => (Word: k, Distance: Distance(lower, k.ToLowerInvariant(), limit)))
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
        var width = right.Length + 1;
        Span<int> twoAbove = stackalloc int[width];
        Span<int> above = stackalloc int[width];
        Span<int> row = stackalloc int[width];
        for (var i = 0; i <= left.Length; i++)
        {
            row.Fill(limit + 1);
            for (var j = Math.Max(0, i - limit); j <= Math.Min(right.Length, i + limit); j++)
            {
                row[j] = i == 0 || j == 0 ? i + j : Math.Min(
                    above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1),
                    1 + Math.Min(above[j], row[j - 1]));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }

            var oldest = twoAbove;
            twoAbove = above;
            above = row;
            row = oldest;
        }

        return above[right.Length];
    }
}
