using System.Text.RegularExpressions;
using Swarm.Core.Tasks.Templates;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>docs/workflows.md: its examples are valid files, and its mistakes are told as shown.</summary>
public partial class ReferencePageTests
{
    [Fact]
    public void Every_example_of_the_reference_is_valid()
    {
        var examples = Blocks("yaml");

        Assert.True(examples.Count >= 6, $"Only {examples.Count} examples were found.");
        Assert.All(examples, example => Files.Valid(example));
    }

    [Fact]
    public void The_mistakes_of_the_reference_are_told_as_shown()
    {
        var errors = Files.Errors(Assert.Single(Blocks("yaml wrong")))
            .Select(e => $"{e.Line}:{e.Column}: {e.Code}: {e.Message} {e.Suggestion}");

        Assert.Equal(Assert.Single(Blocks("text")).TrimEnd(), string.Join('\n', errors));
    }

    [Fact]
    public void Every_example_of_the_repository_is_valid() =>
        Assert.All(Examples(), example => Assert.Empty(WorkflowParser.Parse(example).Errors));

    [Fact]
    public void Every_template_of_the_repository_is_valid()
    {
        var templates = FilesOf("template.yaml");

        Assert.NotEmpty(templates);
        Assert.All(templates, template => Assert.Empty(TaskTemplateParser.Parse(template).Errors));
    }

    internal static IReadOnlyList<string> Examples() => [.. Blocks("yaml"), .. FilesOf("workflow.yaml")];

    private static IReadOnlyList<string> FilesOf(string name) =>
    [
        .. Directory.GetFiles(Path.Combine(Root(), "examples"), name, SearchOption.AllDirectories)
            .Select(File.ReadAllText),
    ];

    private static List<string> Blocks(string kind)
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "workflows.md")).ReplaceLineEndings("\n");
        return
        [
            .. Fences().Matches(page)
                .Where(m => m.Groups["kind"].Value == kind)
                .Select(m => m.Groups["text"].Value),
        ];
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Swarm.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No Swarm.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }

    [GeneratedRegex(
        @"^```(?<kind>[^\n]+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1_000)]
    private static partial Regex Fences();
}
