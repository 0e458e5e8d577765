namespace Swarm.Core.Workflows.Parsing;

/// <summary>The rules for names in a workflow file.</summary>
internal static class Ids
{
    public const string Rule = "a small letter, then up to 62 small letters, digits and dashes";

    public static bool IsNodeId(string text) =>
        text.Length is > 0 and <= WorkflowLimits.MaxIdLength
        && char.IsAsciiLetterLower(text[0])
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Inputs of a run and of a node: letters of both cases and underscores too.</summary>
    public static bool IsInputName(string text) =>
        text.Length is > 0 and <= WorkflowLimits.MaxIdLength
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static bool IsVariableName(string text) =>
        text.Length is > 0 and <= WorkflowLimits.MaxIdLength
        && (char.IsAsciiLetter(text[0]) || text[0] == '_')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>What the text may have been meant as; null if nothing is left of it.</summary>
    public static string? ToNodeId(string text)
    {
        var id = string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))
            .Trim('-')
            .TrimStart([.. "0123456789-"]);
        return IsNodeId(id) ? id : null;
    }
}
