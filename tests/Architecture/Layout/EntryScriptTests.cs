using System.Text.RegularExpressions;
using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Layout;

/// <summary>
/// There are two ways in, and the one for Windows is thin and rarely run: each verb of the POSIX script that is not the
/// command line program's, and each of its benchmarks and soak runs, has a branch there.
/// </summary>
public sealed partial class EntryScriptTests
{
    private static readonly string Posix = Read("swarm");
    private static readonly string Windows = Read("swarm.ps1");

    [Fact]
    public void Both_scripts_know_the_same_verbs()
    {
        var known = Labels(PosixVerb(), After(Posix, "find_dotnet\n\ncase $verb in"));

        Assert.Superset(new HashSet<string> { "build", "test", "soak", "bench", "fmt" }, known.ToHashSet());
        Assert.Equal(known.Order(), Labels(WindowsVerb(), After(Windows, "switch ($verb) {")).Order());
    }

    [Fact]
    public void Both_scripts_know_the_same_benchmarks()
    {
        var known = Labels(PosixBranch(), Between(Posix, "case ${1:-engine} in", "esac"));

        Assert.Contains("agent", known);
        Assert.Equal(
            known.Order(), Labels(WindowsBranch(), Between(Windows, "'bench' {", "\n    'publish-agent'")).Order());
        Assert.All(known, name => Assert.Contains($"`bench {name}`", Posix, StringComparison.Ordinal));
    }

    [Fact]
    public void Both_scripts_know_the_same_soak_runs()
    {
        var known = Labels(PosixSoak(), Between(Posix, "case ${1:-} in\n    distribution)", "esac"))
            .Append("distribution");

        Assert.Contains("agent", known);
        Assert.Equal(known.Order(), Labels(WindowsBranch(), Between(Windows, "'soak' {", "\n    'sim'")).Order());
    }

    private static string Read(string script) =>
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, script)).ReplaceLineEndings("\n");

    private static string After(string text, string beginning)
    {
        var at = text.IndexOf(beginning, StringComparison.Ordinal);
        Assert.True(at >= 0, $"There is no '{beginning}'.");
        return text[(at + beginning.Length)..];
    }

    private static string Between(string text, string beginning, string end)
    {
        var rest = After(text, beginning);
        return rest[..rest.IndexOf(end, StringComparison.Ordinal)];
    }

    private static string[] Labels(Regex label, string text) =>
        [.. label.Matches(text).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"^  (?<name>[a-z-]+)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PosixVerb();

    [GeneratedRegex(@"^    (?<name>[a-z-]+)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PosixSoak();

    [GeneratedRegex(@"^      (?<name>[a-z-]+)\)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PosixBranch();

    [GeneratedRegex(@"^    '(?<name>[a-z-]+)' \{", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WindowsVerb();

    [GeneratedRegex(@"^            '(?<name>[a-z-]+)' \{", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WindowsBranch();
}
