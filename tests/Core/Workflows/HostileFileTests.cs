using System.Text;
using Swarm.Core.Workflows;

namespace Swarm.Tests.Core.Workflows;

/// <summary>
/// Files that nobody writes by mistake: they are refused quickly, with a position, and nothing crashes.
/// </summary>
public class HostileFileTests
{
    [Theory]
    [InlineData("", "syntax", 1)]
    [InlineData("# nothing", "syntax", 2)]
    [InlineData("just text", "wrong_type", 1)]
    [InlineData("version: 1\nname: [", "syntax", 3)]
    [InlineData("version: 1\n\tname: x", "syntax", 2)]
    [InlineData("version: 1\n---\nversion: 1", "syntax", 2)]
    [InlineData("version: 1\nname: *nothing", "syntax", 2)]
    [InlineData("a: &a [*a]", "syntax", 1)]
    [InlineData("? [a, b]\n: c", "syntax", 1)]
    public void A_text_that_is_no_document_is_refused(string text, string code, int line)
    {
        var errors = Files.Errors(text);

        Assert.Equal(code, errors[0].Code);
        Assert.InRange(errors[0].Line, Math.Max(1, line - 1), line);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused()
    {
        var error = Files.Error(new string('#', WorkflowLimits.FileMaxBytes + 1));

        Assert.Equal(("too_large", 1, 1), (error.Code, error.Line, error.Column));
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 60_000)]
    [InlineData("[", 30)]
    public void Values_that_are_nested_too_deep_are_refused(string open, int depth)
    {
        var errors = Files.Errors("version: 1\nname: " + string.Concat(Enumerable.Repeat(open, depth)));

        Assert.Equal("too_deep", errors[0].Code);
    }

    [Fact]
    public void Aliases_cannot_multiply_without_limit()
    {
        var text = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (var c = 'b'; c <= 'j'; c++)
        {
            var before = $"*{(char)(c - 1)}";
            text.AppendLine($"{c}: &{c} [{string.Join(", ", Enumerable.Repeat(before, 10))}]");
        }

        var errors = Files.Errors(text.ToString());

        Assert.Equal("too_large", errors[0].Code);
    }

    [Fact]
    public void At_most_5000_nodes_are_allowed()
    {
        var text = new StringBuilder("version: 1\nname: x\nnodes:\n");
        for (var i = 0; i <= WorkflowLimits.MaxNodes; i++)
        {
            text.AppendLine($"  n{i}: {{ run: [a] }}");
        }

        Assert.Equal("out_of_range", Files.Error(text.ToString()).Code);
    }

    [Fact]
    public void At_most_100_errors_are_told_and_quickly()
    {
        var tail = new string('a', 40);
        var text = new StringBuilder("version: 1\nname: x\nnodes:\n");
        for (var i = 0; i < 900; i++)
        {
            text.AppendLine($"  n{i}-{tail}: {{ run: [a], needs: [m{i}-{tail}, x, y, z] }}");
        }

        var errors = Files.Errors(text.ToString());

        Assert.Equal(WorkflowLimits.MaxErrors, errors.Count);
        Assert.Equal(4, errors[0].Line);
    }

    [Fact]
    public void Two_long_lists_do_not_make_millions_of_edges()
    {
        var list = string.Join(", ", Enumerable.Repeat("a, b", 4_000));
        var text = $$"""
            version: 1
            name: x
            nodes: { a: { run: [a] }, b: { run: [b] } }
            edges:
              - { from: [{{list}}], to: [{{list}}] }
            """;

        var errors = Files.Errors(text);

        Assert.Contains(errors, e => e is { Line: 5, Column: 3, Code: "out_of_range" });
    }

    [Fact]
    public void Defaults_cannot_make_a_huge_definition_of_a_small_file()
    {
        var text = new StringBuilder("version: 1\nname: x\ndefaults: { env: { A: ");
        text.Append('a', 50_000).AppendLine(" } }").AppendLine("nodes:");
        for (var i = 0; i < 100; i++)
        {
            text.AppendLine($"  n{i}: {{ run: [a] }}");
        }

        Assert.Equal("too_large", Files.Error(text.ToString()).Code);
    }

    [Fact]
    public void Many_wrong_references_are_told_quickly()
    {
        var text = new StringBuilder("version: 1\nname: x\nnodes:\n");
        for (var i = 0; i < 900; i++)
        {
            text.AppendLine($"  n{i}-{new string('a', 50)}: {{ run: [a] }}");
        }

        text.AppendLine("  b:\n    run: [a]\n    env:");
        for (var i = 0; i < 2_000; i++)
        {
            text.AppendLine($"      A{i}: \"${{m{i}-{new string('a', 50)}}}\"");
        }

        Assert.Equal(WorkflowLimits.MaxErrors, Files.Errors(text.ToString()).Count);
    }

    [Fact]
    public void Cut_and_garbled_files_never_throw()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var text = new StringBuilder(Files.Repair);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0: text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at)); break;
                    case 1: text.Insert(at, "{}[]:,*&!|>'\"\n-# \t$"[random.Next(19)]); break;
                    default: text[at] = (char)random.Next(1, 300); break;
                }
            }

            var result = WorkflowParser.Parse(text.ToString());

            Assert.Equal(result.IsValid, result.Errors.Count == 0);
            Assert.All(result.Errors, e => Assert.True(e.Line >= 1 && e.Column >= 1 && e.Message.Length > 0));
        }
    }
}
