using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Swarm.Functions.Http;

namespace Swarm.Tests.Functions.Http;

/// <summary>Bodies may come compressed; the limit holds for what they become.</summary>
public sealed class RequestBodyTests
{
    [Fact]
    public async Task A_compressed_body_is_read_as_it_was_before()
    {
        var body = await ReadAsync(Compress("hello"), "gzip", maxBytes: 1000);

        Assert.Equal("hello", Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public async Task A_body_that_becomes_too_large_is_refused()
    {
        var bomb = Compress(new string('x', 1_000_000));

        var refused = await Assert.ThrowsAsync<ApiProblemException>(() => ReadAsync(bomb, "gzip", maxBytes: 100_000));

        Assert.True(bomb.Length < 100_000);
        Assert.Equal(413, refused.Body.Status);
    }

    [Theory]
    [InlineData("gzip", 400)]
    [InlineData("br", 415)]
    public async Task A_body_that_cannot_be_read_is_refused(string encoding, int status)
    {
        var refused = await Assert.ThrowsAsync<ApiProblemException>(
            () => ReadAsync(Encoding.UTF8.GetBytes("not compressed"), encoding, maxBytes: 1000));

        Assert.Equal(status, refused.Body.Status);
    }

    private static Task<ReadOnlyMemory<byte>> ReadAsync(byte[] body, string encoding, int maxBytes)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(body);
        request.ContentLength = body.Length;
        request.Headers.ContentEncoding = encoding;
        return RequestBody.ReadBytesAsync(request, maxBytes, CancellationToken.None);
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
