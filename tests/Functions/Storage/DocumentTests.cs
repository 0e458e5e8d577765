using Swarm.Contracts.Json;
using Swarm.Contracts.Workers;
using Swarm.Functions.Storage;

namespace Swarm.Tests.Functions.Storage;

public sealed class DocumentTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(29_990)]
    [InlineData(30_001)]
    [InlineData(470_000)]
    public void A_document_of_any_size_that_fits_comes_back_whole(int chars)
    {
        var document = new ControlResponse([new string('x', chars), "ü 🐝"]);
        var type = SwarmJsonContext.Default.ControlResponse;

        var read = Documents.Read(Documents.ToRow("p", "r", document, type), type);

        Assert.Equal(document.Cancel, read.Cancel);
    }

    [Fact]
    public void A_document_that_does_not_fit_is_refused_by_name()
    {
        var document = new ControlResponse([new string('x', Documents.MaxChars)]);

        var refused = Assert.Throws<DocumentTooLargeException>(
            () => Documents.ToRow("p", "r", document, SwarmJsonContext.Default.ControlResponse));

        Assert.Equal("p", refused.PartitionKey);
        Assert.Equal("r", refused.RowKey);
        Assert.Equal(480_015, refused.Chars);
    }
}
