using Swarm.Tests.WorkerAgent.Kit;
using Swarm.WorkerAgent.Output;

namespace Swarm.Tests.WorkerAgent.Output;

public sealed class OutputFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_over_the_limit_is_not_kept_and_the_file_says_so()
    {
        var path = folder.At("stdout");
        using var file = new OutputFile(path, maxBytes: 10);

        file.Push("12345678"u8);
        file.Push("90abc"u8);
        file.Push("def"u8);

        var described = file.Describe()!;
        Assert.Equal("1234567890" + OutputFile.CutNote, File.ReadAllText(path));
        Assert.Equal(new FileInfo(path).Length, described.Size);
    }

    [Fact]
    public void What_is_printed_after_it_was_described_is_not_taken_up()
    {
        using var file = new OutputFile(folder.At("stdout"));
        file.Push("one"u8);
        var first = file.Describe();

        file.Push("two"u8);

        Assert.Equal(first, file.Describe());
        Assert.Equal(3, first!.Size);
    }

    [Fact]
    public void Where_nothing_was_printed_there_is_no_file()
    {
        using var file = new OutputFile(folder.At("stdout"));

        Assert.Null(file.Describe());
        Assert.False(File.Exists(folder.At("stdout")));
    }
}
