using Azure;
using Swarm.Functions.Runs;
using Swarm.Functions.Storage;
using Swarm.Functions.Workers;
using Swarm.Tests.Functions.Harness;

namespace Swarm.Tests.Functions.Storage;

/// <summary>A document is read out of its JSON once for each version of its row, or not at all.</summary>
public sealed class ParsedDocumentTests
{
    private const string Partition = "worker-1";
    private const string Row = "item-1";

    [Fact]
    public async Task The_same_version_gives_the_same_document()
    {
        await using var app = new TestApp();
        await WriteAsync(app, token: 1);

        var first = await FindAsync(app);

        Assert.Same(first!.Document, (await FindAsync(app))!.Document);
    }

    [Fact]
    public async Task Another_version_gives_what_it_holds_whoever_wrote_it()
    {
        await using var app = new TestApp();
        await WriteAsync(app, token: 1);
        await FindAsync(app);

        await WriteAsync(app, token: 2);

        Assert.Equal(2, (await FindAsync(app))!.Document.Token);
        await Table(app).DeleteAsync(Partition, Row, default);
        Assert.Null(await FindAsync(app));
        await WriteAsync(app, token: 3);
        Assert.Equal(3, (await FindAsync(app))!.Document.Token);
    }

    [Fact]
    public async Task A_row_that_is_asked_for_as_something_else_is_read_anew()
    {
        await using var app = new TestApp();
        await WriteAsync(app, token: 7);
        await FindAsync(app);

        var other = await Table(app).FindAsync(
            Partition, Row, RunsJsonContext.Default.EventHeaderDocument, default);

        Assert.NotNull(other);
        Assert.Equal(7, (await FindAsync(app))!.Document.Token);
    }

    [Fact]
    public async Task Documents_that_are_read_long_after_others_are_still_what_they_were()
    {
        await using var app = new TestApp();
        for (var number = 0; number < 300; number++)
        {
            await WriteAsync(app, number, $"item-{number}", padding: 20_000);
            Assert.Equal(number, (await FindAsync(app, $"item-{number}"))!.Document.Token);
        }

        for (var number = 0; number < 300; number++)
        {
            Assert.Equal(number, (await FindAsync(app, $"item-{number}"))!.Document.Token);
        }
    }

    [Fact]
    public async Task A_document_that_a_transaction_wrote_is_there_without_its_JSON()
    {
        await using var app = new TestApp();
        var written = Claim(token: 4);

        Assert.True(await CommitAsync(app, written, version: default));

        Assert.Same(written, (await FindAsync(app))!.Document);
    }

    [Fact]
    public async Task A_document_of_a_refused_transaction_is_nowhere()
    {
        await using var app = new TestApp();
        await WriteAsync(app, token: 1);
        var before = await FindAsync(app);
        await WriteAsync(app, token: 2);

        Assert.False(await CommitAsync(app, Claim(token: 3), before!.ETag));

        Assert.Equal(2, (await FindAsync(app))!.Document.Token);
    }

    private static Task<bool> CommitAsync(TestApp app, ActiveWorkDocument document, ETag version)
    {
        var type = WorkersJsonContext.Default.ActiveWorkDocument;
        var transaction = new TableTransaction(Partition);
        transaction.Save(Documents.ToRow(Partition, Row, document, type, version), document);
        return Table(app).CommitAsync(transaction, default);
    }

    private static ActiveWorkDocument Claim(long token, int padding = 0) =>
        new(new string('r', padding), token, DateTimeOffset.UnixEpoch);

    private static Table Table(TestApp app) => app.Get<SwarmTables>().ActiveWork;

    private static Task WriteAsync(TestApp app, long token, string row = Row, int padding = 0) =>
        Table(app).UpsertAsync(
            Documents.ToRow(
                Partition,
                row,
                Claim(token, padding),
                WorkersJsonContext.Default.ActiveWorkDocument),
            default);

    private static Task<Stored<ActiveWorkDocument>?> FindAsync(TestApp app, string row = Row) =>
        Table(app).FindAsync(Partition, row, WorkersJsonContext.Default.ActiveWorkDocument, default);
}
