using Swarm.Tests.Architecture.Sources;

namespace Swarm.Tests.Architecture.Texts;

public sealed class TextTests
{
    private const int BinaryProbeLength = 8_000;
    private const int TextMaxBytes = 2_000_000;

    [Fact]
    public void No_text_names_a_machine_or_an_open_task() => Gate.Hold(
        from path in RepositoryRoot.Files
        let file = new FileInfo(RepositoryRoot.Resolve(path))
        where file.Length < TextMaxBytes
        let text = File.ReadAllText(file.FullName)
        where !text.AsSpan(0, Math.Min(text.Length, BinaryProbeLength)).Contains('\0')
        from offence in TextRules.Offences(path, text)
        select offence);

    [Theory]
    [InlineData("cd /{0}/me/swarm", "home")]
    [InlineData("see C:\\{0}\\me", "Users")]
    [InlineData("\"source\": \"https://packages.example.{0}/v3\"", "internal")]
    [InlineData("http://10.{0}.2.3:8080/", "1")]
    [InlineData("// {0}DO: later", "TO")]
    [InlineData("// {0}ME later", "FIX")]
    public void An_offence_is_seen(string text, string word) =>
        Assert.Single(TextRules.Offences("file.md", string.Format(null, text, word)));

    [Theory]
    [InlineData("https://api.nuget.org/v3/index.json")]
    [InlineData("http://127.0.0.1:7071/api/v1/runs")]
    [InlineData("$HOME/.local/state and ~/.local/state")]
    [InlineData("// TODO(#12): take the shorter way.")]
    [InlineData("GET /api/v1/work/items")]
    public void What_is_fine_passes(string text) => Assert.Empty(TextRules.Offences("file.md", text));
}
