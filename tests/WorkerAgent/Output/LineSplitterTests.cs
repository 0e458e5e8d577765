using System.Text;
using Swarm.WorkerAgent.Output;

namespace Swarm.Tests.WorkerAgent.Output;

public sealed class LineSplitterTests
{
    [Fact]
    public void Lines_are_the_same_however_the_reads_fall()
    {
        var bytes = Encoding.UTF8.GetBytes("añ€😀\r\n\nlast");
        for (var size = 1; size <= bytes.Length; size++)
        {
            var splitter = new LineSplitter();
            var lines = bytes.Chunk(size).SelectMany(chunk => splitter.Push(chunk)).ToList();
            lines.AddRange(splitter.Finish());

            Assert.Equal(["añ€😀", "", "last"], lines);
        }
    }

    [Fact]
    public void Nothing_is_no_line_and_a_final_line_end_adds_none()
    {
        Assert.Empty(new LineSplitter().Finish());
        var splitter = new LineSplitter();

        Assert.Equal(["a"], splitter.Push("a\n"u8));
        Assert.Empty(splitter.Finish());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced()
    {
        var splitter = new LineSplitter();

        Assert.Equal(["a\uFFFDb"], splitter.Push([(byte)'a', 0xFF, (byte)'b', (byte)'\n']));
        Assert.Empty(splitter.Push([0xE2, 0x82]));
        Assert.Equal(["\uFFFD"], splitter.Finish());
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(LineSplitter.MaxLineBytes)]
    public void A_long_line_is_cut_within_the_limit_and_says_so(int length)
    {
        var splitter = new LineSplitter();

        var line = Assert.Single(splitter.Push(Encoding.UTF8.GetBytes(new string('é', length / 2) + "\n")));

        Assert.EndsWith(LineSplitter.CutNote, line, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(line), 8000, LineSplitter.MaxLineBytes);
        Assert.Equal(["next"], splitter.Push("next\n"u8));
    }
}
