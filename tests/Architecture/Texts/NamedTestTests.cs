using System.Text.RegularExpressions;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Texts;

/// <summary>A page that names a test as its proof names one that is there.</summary>
public sealed partial class NamedTestTests
{
    [Fact]
    public void Each_test_that_a_page_names_is_there()
    {
        var tests = Files("tests/", "Tests.cs").ToLookup(file => Path.GetFileNameWithoutExtension(file), Read);
        var named = Files("docs/", ".md")
            .SelectMany(page => NamedTest().Matches(Read(page)).Select(match => (Page: page, match.Groups)))
            .ToList();

        Assert.NotEmpty(named);
        Gate.Hold(
            from name in named
            let owner = name.Groups["class"].Value
            let test = name.Groups["test"].Value
            where !tests[owner].Any(source => source.Contains($" {test}(", StringComparison.Ordinal))
            select $"{name.Page} names {owner}.{test}, which is not there.");
    }

    private static IEnumerable<string> Files(string folder, string ending) => RepositoryRoot.Files.Where(file =>
        file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal));

    private static string Read(string file) => File.ReadAllText(RepositoryRoot.Resolve(file));

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<test>\w+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex NamedTest();
}
