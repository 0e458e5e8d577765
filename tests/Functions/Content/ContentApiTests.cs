using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Swarm.Contracts;
using Swarm.Contracts.Content;
using Swarm.Contracts.Problems;
using Swarm.Functions.Content;
using Swarm.Tests.Functions.ControlPlanes;

namespace Swarm.Tests.Functions.Content;

/// <summary>Content over real HTTP.</summary>
public sealed class ContentApiTests(RunningPlane running) : IClassFixture<RunningPlane>
{
    private static readonly byte[] s_value = Encoding.UTF8.GetBytes(new string('x', 3_000_000));

    private ControlPlane Plane => running.Plane;

    [Fact]
    public async Task A_worker_stores_a_value_and_people_read_it()
    {
        await using var worker = await FakeWorker.StartAsync(Plane, item => FakeWorker.Done(item));
        using var client = Plane.CreateClient(worker.Key);

        using var first = await PutAsync(client, ContentHash.Of(s_value).Text, s_value);
        using var again = await PutAsync(client, ContentHash.Of(s_value).Text, s_value);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, again.StatusCode));
        using var read = await Plane.Admin.GetAsync(Address(ContentHash.Of(s_value).Text));
        Assert.Equal(s_value, await read.Content.ReadAsByteArrayAsync());
        Assert.Equal("nosniff", read.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("bytes=2999990-", 2_999_990, 10)]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=70000-199999", 70_000, 130_000)]
    [InlineData("bytes=-5", 2_999_995, 5)]
    [InlineData("bytes=2999999-9999999", 2_999_999, 1)]
    public async Task A_part_of_a_value_is_read(string range, int first, int length)
    {
        var value = await StoreLettersAsync();

        using var read = await GetRangeAsync(value, range);

        Assert.Equal(HttpStatusCode.PartialContent, read.StatusCode);
        Assert.Equal(value[first..(first + length)], await read.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            new ContentRangeHeaderValue(first, first + length - 1, value.Length), read.Content.Headers.ContentRange);
    }

    [Theory]
    [InlineData("bytes=3000000-")]
    [InlineData("bytes=-0")]
    public async Task A_part_that_a_value_does_not_have_is_refused(string range)
    {
        var value = await StoreLettersAsync();

        using var read = await GetRangeAsync(value, range);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, read.StatusCode);
        Assert.Equal(new ContentRangeHeaderValue(value.Length), read.Content.Headers.ContentRange);
    }

    [Theory]
    [InlineData("lines=1-2")]
    [InlineData("bytes=0-1,5-6")]
    public async Task What_names_no_single_part_gets_all(string range)
    {
        var value = await StoreLettersAsync();

        using var read = await GetRangeAsync(value, range);

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(value, await read.Content.ReadAsByteArrayAsync());
    }

    private async Task<byte[]> StoreLettersAsync()
    {
        var value = Enumerable.Range(0, 3_000_000).Select(i => (byte)('a' + (i % 23))).ToArray();
        await using var worker = await FakeWorker.StartAsync(Plane, item => FakeWorker.Done(item), pollSeconds: 1);
        using var client = Plane.CreateClient(worker.Key);
        using var put = await PutAsync(client, ContentHash.Of(value).Text, value);
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        return value;
    }

    private async Task<HttpResponseMessage> GetRangeAsync(byte[] value, string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(ContentHash.Of(value).Text));
        request.Headers.TryAddWithoutValidation("Range", range);
        return await Plane.Admin.SendAsync(request);
    }

    [Fact]
    public async Task A_value_with_another_hash_is_refused()
    {
        await using var worker = await FakeWorker.StartAsync(Plane, item => FakeWorker.Done(item));
        using var client = Plane.CreateClient(worker.Key);
        var hash = ContentHash.Of([1, 2, 3]).Text;

        using var put = await PutAsync(client, hash, s_value);

        var problem = await put.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("/sha256", problem.Errors!.Keys);
        using var read = await Plane.Admin.GetAsync(Address(hash));
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_refused()
    {
        await using var worker = await FakeWorker.StartAsync(Plane, item => FakeWorker.Done(item));
        using var client = Plane.CreateClient(worker.Key);
        using var content = new StreamContent(new EndlessStream());
        client.DefaultRequestHeaders.TransferEncodingChunked = true;

        using var put = await client.PutAsync(Address(new string('0', 64)), content);

        var problem = await put.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(ProblemCodes.TooLarge, problem.Code);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public async Task What_is_no_hash_is_refused(string hash)
    {
        using var read = await Plane.Admin.GetAsync(Address(hash));

        await read.ReadProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    private static Uri Address(string hash) =>
        new(ApiRoutes.Content.Replace("{sha256}", hash, StringComparison.Ordinal), UriKind.Relative);

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string hash, byte[] value)
    {
        using var content = new ByteArrayContent(value);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await client.PutAsync(Address(hash), content);
    }

    /// <summary>A sender that goes on for far too long.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private long _left = 2 * ContentReference.MaxBytes;

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(buffer.Length, _left);
            _left -= read;
            return ValueTask.FromResult(read);
        }
    }
}
