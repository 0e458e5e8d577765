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
