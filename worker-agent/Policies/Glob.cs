using System.Text.RegularExpressions;

namespace Swarm.WorkerAgent.Policies;

/// <summary>
/// A pattern of the owner's: <c>*</c> is anything within a part of a path, <c>**</c> anything, <c>?</c> one character.
/// </summary>
internal sealed class Glob
{
    private readonly Regex expression;

    public Glob(string pattern)
    {
        Pattern = pattern;
        var text = Regex.Escape(pattern)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal);
        expression = new Regex($@"\A(?:{text})\z", RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }

    public string Pattern { get; }

    public bool Fits(string text) => expression.IsMatch(text);
}
