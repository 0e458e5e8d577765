using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Contracts.Queues;
using Swarm.Core.Queues;
using Swarm.Functions.Http;
using Swarm.Functions.Queues;
using Swarm.Functions.Queues.StorageQueues;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Queues;

/// <summary>What a worker may do with queues that were opened to it, as Azurite sees it.</summary>
[Collection(AzuriteTests.Name)]
public sealed class QueueOpeningTests(Azurite azurite) : IAsyncDisposable
{
    private static readonly OpenQueuesRequest Wanted = new() { Tools = ["shell"] };

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly TestApp _app = new();
    private readonly StorageWorkQueues _queues = new(
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                [KeyValuePair.Create<string, string?>(StorageAccount.Setting, azurite.ConnectionString)])
            .Build(),
        TimeProvider.System);

    // Signatures end by Azurite's clock, which is the real one.
    private QueueOpening Opening => new(
        _queues,
        new PoisonQueues(_queues, _app.Get<QueueActivity>(), NullLogger<PoisonQueues>.Instance),
        _app.Get<WorkerStore>(),
        TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _queues.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_gets_the_addresses_of_its_own_queues_for_an_hour()
    {
        var worker = await _app.JoinAsync();

        var open = await Opening.OpenAsync(worker, Wanted, default);

        Assert.Equal(TimeSpan.FromHours(1), open!.ValidFor);
        Assert.Equal(
            ["swarm-tool-shell", $"swarm-worker-{worker}"],
            open.Queues.Where(queue => queue.Queue.Rank == 1).Select(queue => queue.Queue.Name).Order());
        Assert.All(open.Queues, queue => Assert.EndsWith("/" + queue.Queue.Name, queue.Address.AbsolutePath));
    }

    [Fact]
    public async Task Its_holder_can_take_a_message_and_delete_it()
    {
        var queue = QueueNames.OfWorker(Unique());
        await _queues.SendAsync(queue, "hello", default);
        var address = _queues.Share(queue, InAnHour())!;

        using var taken = await _http.GetAsync(Messages(address));
        var text = await taken.Content.ReadAsStringAsync();

        Assert.Contains("<MessageText>hello</MessageText>", text);
        var (id, receipt) = (Between(text, "MessageId"), Uri.EscapeDataString(Between(text, "PopReceipt")));
        using var deleted = await _http.DeleteAsync(
            Messages(address, path: "/" + id, query: $"popreceipt={receipt}&"));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(0, (await _queues.MeasureAsync(queue, default)).Depth);
    }

    [Fact]
    public async Task Its_holder_cannot_send_nor_read_another_queue_nor_use_it_later()
    {
        var (queue, other) = (QueueNames.OfWorker(Unique()), QueueNames.OfWorker(Unique()));
        await _queues.SendAsync(queue, "hello", default);
        await _queues.SendAsync(other, "hello", default);
        var address = _queues.Share(queue, InAnHour())!;
        var elsewhere = new Uri(address.AbsoluteUri.Replace(queue, other, StringComparison.Ordinal));
        var ended = _queues.Share(queue, TimeProvider.System.GetUtcNow().AddMinutes(-1))!;

        using var content = new StringContent("<QueueMessage><MessageText>x</MessageText></QueueMessage>");
        using var sent = await _http.PostAsync(Messages(address), content);
        using var read = await _http.GetAsync(Messages(elsewhere));
        using var late = await _http.GetAsync(Messages(ended));

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden],
            [sent.StatusCode, read.StatusCode, late.StatusCode]);
    }

    [Fact]
    public async Task Queues_of_the_embedded_host_are_opened_to_nobody()
    {
        var worker = await _app.JoinAsync();

        Assert.Null(await _app.Get<QueueOpening>().OpenAsync(worker, Wanted, default));
    }

    [Fact]
    public async Task A_worker_sets_aside_messages_of_its_own_queues_alone()
    {
        var worker = await _app.JoinAsync();
        var queue = QueueNames.OfWorker(worker);
        await _queues.SendAsync(queue, "no json", default);
        var taken = await _queues.ReceiveAsync([queue], TimeSpan.FromMinutes(1), TimeSpan.Zero, default);
        var foreign = new QueueReceipt(QueueNames.OfWorker(Unique()), "1", "1").Encode();

        await Opening.SetAsideAsync(worker, new(taken!.Receipt.Encode(), taken.Body, 1), default);
        await Assert.ThrowsAsync<ApiProblemException>(
            () => Opening.SetAsideAsync(worker, new(foreign, "no json", 1), default));

        Assert.Equal(0, (await _queues.MeasureAsync(queue, default)).Depth);
        Assert.Equal(1, (await _queues.MeasureAsync(QueueNames.PoisonOf(queue), default)).Depth);
    }

    /// <summary>It once could fill the queue that people look at with whatever it liked.</summary>
    [Fact]
    public async Task A_worker_that_was_delivered_nothing_sets_nothing_aside()
    {
        var worker = await _app.JoinAsync();
        var queue = QueueNames.OfWorker(worker);
        await _queues.SendAsync(queue, "no json", default);
        var past = await _queues.ReceiveAsync([queue], TimeSpan.FromSeconds(1), TimeSpan.Zero, default);
        var latest = await _queues.ReceiveAsync(
            [queue], TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30), default);
        await SetAsideAsync(latest!.Receipt);
        QueueReceipt[] hostile =
        [
            past!.Receipt,
            latest.Receipt,
            new(queue, Guid.NewGuid().ToString(), past.Receipt.PopReceipt),
            new(queue, "1", "1"),
        ];

        foreach (var receipt in hostile)
        {
            var refused = await Assert.ThrowsAsync<ApiProblemException>(() => SetAsideAsync(receipt));
            Assert.Contains("/receipt", refused.Body.Errors!.Keys);
        }

        Assert.Equal(1, (await _queues.MeasureAsync(QueueNames.PoisonOf(queue), default)).Depth);

        Task SetAsideAsync(QueueReceipt receipt) =>
            Opening.SetAsideAsync(worker, new(receipt.Encode(), "made up", 99), default);
    }

    private static DateTimeOffset InAnHour() => TimeProvider.System.GetUtcNow().AddHours(1);

    private static string Unique() => Guid.NewGuid().ToString("n")[..26];

    private static string Between(string text, string element) =>
        text.Split($"<{element}>")[1].Split($"</{element}>")[0];

    private static Uri Messages(Uri address, string path = "", string query = "") =>
        new UriBuilder(address)
        {
            Path = address.AbsolutePath + "/messages" + path,
            Query = query + address.Query.TrimStart('?'),
        }.Uri;
}
