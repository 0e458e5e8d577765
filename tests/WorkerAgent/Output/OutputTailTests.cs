using System.Text;
using Swarm.WorkerAgent.Output;

namespace Swarm.Tests.WorkerAgent.Output;

public sealed class OutputTailTests
{
    [Fact]
    public void What_fits_is_kept_whole()
    {
        var tail = new OutputTail(8);
        tail.Push("abcd"u8);
        tail.Push("efgh"u8);

        Assert.Equal("abcdefgh", tail.Read());
        Assert.False(tail.IsCut);
    }

    [Fact]
    public void Of_more_than_fits_the_end_is_kept()
    {
        var tail = new OutputTail(8);
        tail.Push("abcdefgh"u8);
        tail.Push("0123456789"u8);
        tail.Push("x"u8);

        Assert.Equal("3456789x", tail.Read());
        Assert.True(tail.IsCut);
    }

    [Fact]
    public void It_begins_with_a_whole_character()
    {
        var tail = new OutputTail(8);
        tail.Push("€€€€"u8);

        Assert.Equal("€€", tail.Read());
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_push_it_over_the_limit()
    {
        var tail = new OutputTail(9);
        tail.Push([.. Enumerable.Repeat((byte)0xFF, 20)]);

        Assert.Equal(9, Encoding.UTF8.GetByteCount(tail.Read()));
    }
}
