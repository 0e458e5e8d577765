using System.Net;
using System.Security;
using System.Text;
using System.Text.Json;
using Swarm.WorkerAgent.Redaction;

namespace Swarm.Tests.WorkerAgent.Redaction;

/// <summary>
/// Random secrets, written in random ways into random noise, cut into random reads: none comes out, and everything else
/// comes out as it was.
/// </summary>
public sealed class RedactionFuzzTests
{
    private const string Alphabet = "abcXYZ019 \"'<>&/\\+-_=.:%éß漢😀";
    private const int Rounds = 500;

    private static readonly Func<string, string>[] Spellings =
    [
        text => text,
        text => JsonSerializer.Serialize(text)[1..^1],
        text => JsonEncodedText.Encode(
            text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        Uri.EscapeDataString,
        text => WebUtility.UrlEncode(text),
        text => SecurityElement.Escape(text),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes("#" + text)),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes("##" + text + "#")),
    ];

    [Fact]
    public void No_secret_comes_out_and_everything_else_does()
    {
        for (var seed = 1; seed <= Rounds; seed++)
        {
            var random = new Random(seed);
            var secrets = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(random, 8, 40)).ToArray();
            var pieces = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Piece(random, secrets)).ToArray();
            var whole = Encoding.UTF8.GetBytes(string.Join('\n', pieces.Select(piece => piece.Text)));

            var clean = Pass(random, new Redactor(secrets), whole);

            var lines = clean.Split('\n');
            Assert.True(lines.Length == pieces.Length, $"Seed {seed}: lines were lost or made.");
            for (var i = 0; i < lines.Length; i++)
            {
                var isMasked = lines[i].Contains(Redactor.Mask, StringComparison.Ordinal);
                var isTold = pieces[i].Secret is not null && !isMasked;
                Assert.False(isTold, $"Seed {seed}: '{pieces[i].Secret}' is in '{lines[i]}'.");
                var isChanged = pieces[i].Secret is null && lines[i] != pieces[i].Text;
                Assert.False(isChanged, $"Seed {seed}: '{pieces[i].Text}' became '{lines[i]}'.");
            }

            Assert.All(secrets, secret => Assert.DoesNotContain(secret, clean, StringComparison.Ordinal));
        }
    }

    private static string Pass(Random random, Redactor redactor, byte[] bytes)
    {
        var stream = new RedactedStream(redactor);
        var result = new MemoryStream();
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 20), bytes.Length - at);
            result.Write(stream.Push(bytes.AsMemory(at, length)).Span);
            at += length;
        }

        result.Write(stream.Finish().Span);
        return Encoding.UTF8.GetString(result.ToArray());
    }

    /// <summary>A line with a secret in some spelling, or one of noise that no secret has letters of.</summary>
    private static (string Text, string? Secret) Piece(Random random, string[] secrets)
    {
        if (random.Next(3) == 0)
        {
            return (new string('~', random.Next(0, 5)) + random.Next(2, 9), null);
        }

        var secret = secrets[random.Next(secrets.Length)];
        var spelling = Spellings[random.Next(Spellings.Length)];
        return ($"~{spelling(secret)}~", secret);
    }

    private static string Text(Random random, int min, int max)
    {
        var runes = Alphabet.EnumerateRunes().ToArray();
        var picked = Enumerable.Range(0, random.Next(min, max)).Select(_ => runes[random.Next(runes.Length)]);
        return $"s{string.Concat(picked)}e";
    }
}
