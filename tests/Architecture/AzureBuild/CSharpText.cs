using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Swarm.Tests.Architecture.ApiSurface;

namespace Swarm.Tests.Architecture.AzureBuild;

/// <summary>Small steps from the words of the lists to C#.</summary>
internal static partial class CSharpText
{
    /// <summary>Roots every name: inside Microsoft.Azure, a bare "Azure.Response" means something else.</summary>
    public static string Qualify(string text) => RootedName().Replace(text, match =>
        match.Groups["text"].Success ? match.Value : "global::" + match.Value);

    /// <summary>Splits at commas that stand in no brackets and no text.</summary>
    public static IEnumerable<string> SplitList(string list)
    {
        var depth = 0;
        var start = 0;
        var inText = false;
        for (var i = 0; i < list.Length; i++)
        {
            inText ^= list[i] == '"';
            depth += inText ? 0 : list[i] switch { '<' or '(' or '[' => 1, '>' or ')' or ']' => -1, _ => 0 };
            if (list[i] == ',' && depth == 0 && !inText)
            {
                yield return list[start..i].Trim();
                start = i + 1;
            }
        }

        if (list[start..].Trim() is { Length: > 0 } last)
        {
            yield return last;
        }
    }

    /// <summary>What stands between the brackets of a member, without them.</summary>
    public static string ParametersOf(string declaration)
    {
        var open = declaration.IndexOf('(', StringComparison.Ordinal);
        var depth = 0;
        for (var i = open; i < declaration.Length; i++)
        {
            depth += declaration[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return declaration[(open + 1)..i];
            }
        }

        throw new FormatException($"No closing bracket in '{declaration}'.");
    }

    /// <summary>A parameter list in C#: names rooted, names that are keywords escaped.</summary>
    public static string Parameters(string listed) => string.Join(", ", SplitList(listed).Select(parameter =>
    {
        var halves = parameter.Split(" = ", 2);
        var space = halves[0].LastIndexOf(' ');
        var name = halves[0][(space + 1)..];
        var escaped = SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
        return Qualify(halves[0][..space]) + " " + escaped + (halves.Length == 2 ? " = " + Qualify(halves[1]) : "");
    }));

    /// <summary>The attributes of a line in C#.</summary>
    public static string Attributes(ApiEntry entry)
    {
        var text = entry.Attributes
            .Replace("EditorBrowsable(Never)", "EditorBrowsable(EditorBrowsableState.Never)", StringComparison.Ordinal)
            .Replace("[CompilerGenerated]", "", StringComparison.Ordinal);
        text = UsageTargets().Replace(text, match => "AttributeUsage(" + string.Join(
            " | ", match.Groups["targets"].Value.Split(" | ").Select(target => "AttributeTargets." + target)) + ",");
        return text.Replace(", error = ", ", ", StringComparison.Ordinal);
    }

    public static bool IsSynthesized(ApiEntry entry) =>
        entry.Attributes.Contains("[CompilerGenerated]", StringComparison.Ordinal);

    [GeneratedRegex(
        @"(?<text>""[^""]*"")|(?<![\w.:])(System|Microsoft|Azure|DurableTask)\.(?=\w)",
        RegexOptions.ExplicitCapture,
        10_000)]
    private static partial Regex RootedName();

    [GeneratedRegex(@"AttributeUsage\((?<targets>[\w |]+),", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex UsageTargets();
}
