using System.Text.RegularExpressions;

namespace Swarm.WorkerAgent.Tools.Customs;

/// <summary>
/// A command with placeholders. A placeholder is a whole argument or stands behind <c>--flag=</c>; its value is never
/// split and never becomes a flag. An inner list goes as a whole when one of its placeholders has no value.
/// </summary>
internal sealed partial class ArgumentTemplate(IReadOnlyList<IReadOnlyList<string>> groups)
{
    public static IReadOnlyList<string> Known { get; } =
    [
        "prompt", "promptFile", "model", "session", "maxTurns", "costLimit", "schemaFile", "allowedTools", "tree",
        "mcpConfig",
    ];

    /// <summary>Whether it has a place for a value.</summary>
    public bool Uses(string placeholder) =>
        groups.SelectMany(group => group).Any(argument => NameIn(argument) == placeholder);

    /// <summary>What is wrong with it, in words.</summary>
    public string? FindMistake()
    {
        foreach (var argument in groups.SelectMany(group => group))
        {
            if (NameIn(argument) is { } name && !Known.Contains(name))
            {
                return $"'{{{name}}}' is no placeholder; known are: {string.Join(", ", Known)}.";
            }

            if (NameIn(argument) is null && Any().IsMatch(argument))
            {
                return $"In '{argument}' the placeholder must be the whole argument or stand behind '--flag='.";
            }
        }

        return null;
    }

    /// <summary>The arguments.</summary>
    /// <exception cref="ArgumentException">A value that would stand alone begins as a flag does.</exception>
    public IEnumerable<string> Fill(Func<string, string?> valueOf)
    {
        foreach (var group in groups)
        {
            var filled = group.Select(argument => Fill(argument, valueOf)).ToArray();
            if (Array.TrueForAll(filled, argument => argument is not null))
            {
                foreach (var argument in filled)
                {
                    yield return argument!;
                }
            }
        }
    }

    private static string? Fill(string argument, Func<string, string?> valueOf)
    {
        if (Placeholder().Match(argument) is not { Success: true } match)
        {
            return argument;
        }

        var (flag, value) = (match.Groups["flag"].Value, valueOf(match.Groups["name"].Value));
        return flag.Length == 0 && value?.StartsWith('-') == true
            ? throw new ArgumentException(
                $"A value begins with '-' and would be taken for a flag: {value[..Math.Min(20, value.Length)]}",
                nameof(argument))
            : value is null ? null : flag + value;
    }

    private static string? NameIn(string argument) =>
        Placeholder().Match(argument) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(
        @"^(?<flag>--?[A-Za-z0-9][\w-]*=)?\{(?<name>[A-Za-z]+)\}\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{[A-Za-z]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Any();
}
