using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;
using Swarm.WorkerAgent.Redaction;

namespace Swarm.Tests.WorkerAgent.Redaction;

public sealed class RedactorTests
{
    private const string Secret = "p\"<é&/'wörd+1";

    public static TheoryData<string> Spellings => new(
        Secret,
        JsonSerializer.Serialize(Secret),
        """{"k":"p\"<é&/'wörd+1"}""",
        """{"k":"p\"<\u00e9&\/'w\u00f6rd+1"}""",
        """{"k":"p\"\u003cé\u0026/'wörd+1"}""",
        Uri.EscapeDataString(Secret),
        Uri.EscapeDataString(Secret).ToLowerInvariant(),
        SecurityElement.Escape(Secret),
        WebUtility.HtmlEncode(Secret).Replace("&#233;", "é", StringComparison.Ordinal)
            .Replace("&#246;", "ö", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Every_spelling_of_a_secret_is_taken_out(string spelling)
    {
        var clean = new Redactor([Secret]).Redact($"before {spelling} after");

        Assert.Contains(Redactor.Mask, clean, StringComparison.Ordinal);
        Assert.DoesNotContain("rd+1", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("rd%2b1", clean, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("before ", clean);
        Assert.EndsWith(" after", clean);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public void Base64_is_found_wherever_the_secret_begins_in_the_encoded_text(string before)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}tr0ub4dor&3 and more"));

        var clean = new Redactor(["tr0ub4dor&3"]).Redact($"Authorization: Basic {encoded}");

        Assert.Contains(Redactor.Mask, clean, StringComparison.Ordinal);
        var left = clean.Replace(Redactor.Mask, "", StringComparison.Ordinal)["Authorization: Basic ".Length..];
        Assert.True(left.Length < encoded.Length - 10, $"'{left}' is too much of '{encoded}'.");
    }

    [Fact]
    public void A_secret_split_across_reads_is_found_and_a_beginning_that_is_none_comes_out()
    {
        var stream = new RedactedStream(new Redactor(["hunter22"]));
        var text = new StringBuilder();
        foreach (var part in new[] { "my hun", "ter", "22 is not hunt", "ing\nhunter2" })
        {
            text.Append(Encoding.UTF8.GetString(stream.Push(Encoding.UTF8.GetBytes(part)).Span)).Append('|');
        }

        text.Append(Encoding.UTF8.GetString(stream.Finish().Span));

        Assert.Equal("my ||[redacted] is not |hunting\n|hunter2", text.ToString());
    }

    [Fact]
    public void Secrets_that_overlap_are_taken_out_together()
    {
        Assert.Equal("x[redacted]y", new Redactor(["abcdef", "defghi", "cdef"]).Redact("xabcdefghiy"));
    }

    [Fact]
    public void A_key_file_is_known_by_each_of_its_lines()
    {
        const string first = "MIIEvQIBADANBgkqhkiG9w0BAQEF";
        const string second = "AASCBKcwggSjAgEAAoIBAQC7VJTU";
        var key = $"-----BEGIN KEY-----\n{first}\n{second}\n-----END KEY-----\n";

        var clean = new Redactor([key]).Redact($"2: {first}\n3: {second}");

        Assert.Equal("2: [redacted]\n3: [redacted]", clean);
    }

    [Fact]
    public void Too_short_a_secret_hides_nothing()
    {
        Assert.Equal("a b c", new Redactor(["a", "", "\n"]).Redact("a b c"));
    }

    [Theory]
    [InlineData("GITHUB_TOKEN", true)]
    [InlineData("ANTHROPIC_API_KEY", true)]
    [InlineData("Db_Password", true)]
    [InlineData("STRIPE_KEY", true)]
    [InlineData("PATH", false)]
    [InlineData("KEYBOARD", false)]
    [InlineData("PATTERN", false)]
    public void Secrets_are_known_by_the_names_of_their_variables(string name, bool isSecret)
    {
        Assert.Equal(isSecret, SecretNames.IsSecret(name, "a-long-value"));
    }

    [Fact]
    public void A_variable_that_names_a_file_is_no_secret()
    {
        Assert.False(SecretNames.IsSecret("TLS_KEY", typeof(RedactorTests).Assembly.Location));
    }
}
