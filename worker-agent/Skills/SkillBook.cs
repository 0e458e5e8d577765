using System.Text.RegularExpressions;
using Swarm.Contracts.WorkItems;
using Swarm.WorkerAgent.Output;
using Swarm.WorkerAgent.Policies;

namespace Swarm.WorkerAgent.Skills;

/// <summary>
/// Named jobs for tools that are asked in words: a prompt <c>/test the parser</c> becomes what the skill <c>test</c>
/// says. The repository's own skills come before those that every agent has.
/// </summary>
internal static partial class SkillBook
{
    public const int MaxBytes = 64 * 1024;
    private const string Placeholder = "$ARGUMENTS";

    /// <summary>The work with its prompt in full.</summary>
    public static WorkItem Expand(WorkItem item, string tree, WorkOutput output)
    {
        if (item.Ai is not { } work
            || Call().Match(work.Prompt) is not { Success: true } call
            || Find(tree, call.Groups["name"].Value) is not { } skill)
        {
            return item;
        }

        output.Say($"The prompt is the skill '{call.Groups["name"].Value}'.");
        return item with { Ai = work with { Prompt = Fill(skill, call.Groups["arguments"].Value.Trim()) } };
    }

    private static string? Find(string tree, string name) =>
        Read(tree, Path.Combine(tree, ".swarm", "skills", $"{name}.md")) ?? BuiltInSkills.Find(name);

    /// <summary>A link may not lead out of the repository: what it says would go to the tool.</summary>
    private static string? Read(string tree, string path)
    {
        var file = new FileInfo(RealPath.Of(path));
        var root = RealPath.Of(tree) + Path.DirectorySeparatorChar;
        var isInside = file.FullName.StartsWith(root, StringComparison.Ordinal);
        return isInside && file.Exists && file.Length is > 0 and <= MaxBytes
            ? FrontMatter().Replace(File.ReadAllText(file.FullName).ReplaceLineEndings("\n"), "").Trim()
            : null;
    }

    private static string Fill(string skill, string arguments) =>
        skill.Contains(Placeholder, StringComparison.Ordinal)
            ? skill.Replace(Placeholder, arguments, StringComparison.Ordinal)
            : $"{skill}\n\n{arguments}".TrimEnd();

    [GeneratedRegex(
        @"^/(?<name>[a-z0-9]+(-[a-z0-9]+)*)(?<arguments>\s[\s\S]*)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Call();

    [GeneratedRegex(@"\A---\n[\s\S]*?\n---\n", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FrontMatter();
}
