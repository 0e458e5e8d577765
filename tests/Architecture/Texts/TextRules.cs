using System.Text.RegularExpressions;

namespace Swarm.Tests.Architecture.Texts;

/// <summary>What no text of the repository may say: where it was made, and what somebody means to do one day.</summary>
internal static partial class TextRules
{
    private static readonly Regex[] MachineMarks = [HomePath(), PrivateHost()];

    public static IEnumerable<string> Offences(string path, string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            foreach (var mark in MachineMarks.Select(pattern => pattern.Match(line)).Where(match => match.Success))
            {
                yield return $"{path}:{number}: '{mark.Value}' belongs to one machine.";
            }

            if (OpenTask().Match(line) is { Success: true } task)
            {
                yield return $"{path}:{number}: {task.Value} without the number of an issue, as in (#12).";
            }
        }
    }

    /// <summary>A folder of somebody's home or of a build machine.</summary>
    [GeneratedRegex(
        @"(?<![\w.$}-])/(home|Users|root|work|workspace|tmp/bash_jobs)/[\w.-]+|[A-Z]:\\Users\\\w+",
        RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex HomePath();

    /// <summary>A host that only a private network knows, by its address or by its suffix.</summary>
    [GeneratedRegex(
        @"https?://((10\.\d+|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d+|[\w.-]+\.(internal|intranet|corp|lan)\b)[\w.:]*",
        RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex PrivateHost();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HAC[K])\b(?!\s*\(#\d+\))", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex OpenTask();
}
