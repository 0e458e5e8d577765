using System.Diagnostics;
using System.Text.RegularExpressions;
using Swarm.Tests.Cli.Servers;

namespace Swarm.Tests.Cli.Examples;

/// <summary>The example's repair follows from the failures that it is given; nothing in it is prepared.</summary>
public sealed class RepairTests : IDisposable
{
    private readonly TemporaryFile folder = new("");

    public RepairTests()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "examples", "repair")))
        {
            File.Copy(file, Path.Combine(folder.Folder, Path.GetFileName(file)));
        }

        Assert.Equal(0, Run("generate.sh", failures: null));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("FAIL 2 + 3 * 4: expected 14, got 20", "* 2")]
    [InlineData("FAIL 20 - 12 / 4: expected 17, got 2", "/ 2")]
    [InlineData("FAIL 2 * 3 - 4: expected -2, got 2", "- 2")]
    [InlineData("ok   1 + 2\nFAIL 2 + 3 * 4: expected 14, got 20\nFAIL 9 - 6 / 3: expected 7, got 1", "* 2, / 2")]
    public void What_is_changed_follows_from_the_failures(string failures, string changed)
    {
        Assert.Equal(0, Run("fix.sh", failures));
        Assert.Equal(changed, string.Join(", ", Strengths().Where(s => !s.EndsWith('1'))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9 passed, 0 failed")]
    [InlineData("FAIL 2 + 3 * 4: expected 14, got a number is missing at 4")]
    [InlineData("FAIL 2 + 3 * 4: expected 15, got 20")]
    [InlineData("FAIL 1 + 2: expected 3, got 4")]
    public void Failures_that_teach_nothing_change_nothing(string failures)
    {
        Assert.Equal(1, Run("fix.sh", failures));
        Assert.All(Strengths(), s => Assert.EndsWith(" 1", s));
    }

    [Theory]
    [InlineData("        var left = Operand();", "        var left = (Operand();", 1)]
    [InlineData("        var left = Operand();", "        var left = Operand(); // XXX", 1)]
    [InlineData("        var left = Operand();", "        var left =  Operand();", 0)]
    public void The_review_reads_what_is_there(string line, string replacement, int exitCode)
    {
        var parser = Path.Combine(folder.Folder, "Parser.cs");
        File.WriteAllText(parser, File.ReadAllText(parser).Replace(line, replacement, StringComparison.Ordinal));

        Assert.Equal(exitCode, Run("review.sh", failures: null));
    }

    // Each line such as `'*' => 2,` as `* 2`.
    private IEnumerable<string> Strengths() =>
        Regex.Matches(
            File.ReadAllText(Path.Combine(folder.Folder, "Parser.cs")),
            "'(?<name>.)' => (?<strength>[0-9]),",
            RegexOptions.None,
            TimeSpan.FromSeconds(5)).Select(m => $"{m.Groups["name"].Value} {m.Groups["strength"].Value}");

    private int Run(string script, string? failures)
    {
        var info = new ProcessStartInfo("sh", [script])
        {
            WorkingDirectory = folder.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["SWARM_INPUT_FAILURES"] = failures;
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardError.ReadToEnd();
        output.Wait(TestContext.Current.CancellationToken);
        process.WaitForExit();
        return process.ExitCode;
    }
}
