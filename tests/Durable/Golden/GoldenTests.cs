using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Swarm.Durable;
using Swarm.Durable.Converters;
using Swarm.Durable.Dispatch;
using Swarm.Durable.History;
using Swarm.Durable.Replay;
using Swarm.Durable.Sqlite;
using Swarm.Durable.Sqlite.Stores;
using Swarm.Durable.Stores;
using Swarm.Tests.Durable.Sqlite;
using Swarm.Tests.Durable.Support;

namespace Swarm.Tests.Durable.Golden;

/// <summary>
/// What an engine has stored must be read and repeated by every later one. The folder Recorded keeps histories of each
/// version of the engine; with SWARM_RECORD_GOLDEN set to a folder, the present engine's are written there.
/// </summary>
public sealed class GoldenTests
{
    private const string RecordVariable = "SWARM_RECORD_GOLDEN";

    private static readonly ReplaySettings Settings = new(
        new PayloadConverter(JsonDataConverter.Default, 1024 * 1024), NullLoggerFactory.Instance, string.Empty);

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(GoldenHistory.Folder, "*.golden").Select(file => Path.GetFileName(file)).Order()];

    public static TheoryData<string> Scenarios => [.. GoldenScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_recorded_history_replays_to_identical_decisions(string file)
    {
        GoldenHistory history = ReadFile(file);

        Assert.NotEmpty(history.Instances);
        Assert.All(history.Instances, instance => Replay(Find(history.Scenario), instance));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_recorded_row_is_read_and_written_byte_for_byte(string file)
    {
        GoldenHistory history = ReadFile(file);

        Assert.All(history.Instances.SelectMany(instance => instance.Turns), row => DemandSameBytes("turn", row));
        Assert.All(history.OtherRows, other => DemandSameBytes(other.Kind, other.Row));
    }

    [Fact]
    public void The_present_engine_has_recorded_every_scenario_and_every_kind_of_event()
    {
        GoldenHistory[] recorded =
            [.. GoldenScenarios.All.Select(scenario => ReadFile(FileName(HistoryVersion.Current, scenario.Name)))];

        TurnRecord[] turns =
            [.. recorded.SelectMany(history => history.Instances).SelectMany(one => one.Turns).Select(Decode)];
        IEnumerable<HistoryEvent> messages = recorded
            .SelectMany(history => history.OtherRows)
            .Where(other => other.Kind == "message")
            .Select(other => RowCodec.DecodeMessage(other.Row).Event);
        IEnumerable<EventTag> tags = turns
            .SelectMany(turn => turn.Inbound.Concat(turn.Decisions).Append(turn.Completion).OfType<HistoryEvent>())
            .Concat(messages)
            .Select(item => item.Tag);
        Assert.Equal(Enum.GetValues<EventTag>(), tags.Distinct().Order());
        Assert.Equal(
            new[] { "failure", "message", "tags" },
            recorded.SelectMany(history => history.OtherRows).Select(other => other.Kind).Distinct().Order());
    }

    [Fact]
    public void The_tables_of_a_schema_version_are_never_changed()
    {
        Assert.All(Enumerable.Range(1, StoreSchema.Steps.Count), version =>
        {
            string recorded = File.ReadAllText(Path.Combine(GoldenHistory.Folder, SchemaFileName(version)));
            Assert.Equal(recorded.Trim(), StoreSchema.Steps[version - 1].Trim());
        });
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task What_a_scenario_stores_now_replays_too(string name)
    {
        GoldenScenario scenario = Find(name);
        string text = (await RecordAsync(scenario)).Write();

        GoldenHistory history = GoldenHistory.Read(text);
        Assert.All(history.Instances, instance => Replay(scenario, instance));
        Assert.Equal(text, history.Write());
        if (Environment.GetEnvironmentVariable(RecordVariable) is { Length: > 0 } folder)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, FileName(HistoryVersion.Current, name)), text);
            string newest = Path.Combine(folder, SchemaFileName(StoreSchema.Steps.Count));
            await File.WriteAllTextAsync(newest, StoreSchema.Steps[^1] + "\n");
        }
    }

    private static string SchemaFileName(int version) => $"sqlite-schema-{version}.sql";

    private static string FileName(int engine, string scenario) => $"engine-{engine}-{scenario}.golden";

    private static GoldenHistory ReadFile(string file) =>
        GoldenHistory.Read(File.ReadAllText(Path.Combine(GoldenHistory.Folder, file)));

    private static GoldenScenario Find(string name) => GoldenScenarios.All.Single(scenario => scenario.Name == name);

    private static TurnRecord Decode(byte[] row) => RowCodec.DecodeTurn(row);

    private static async Task<GoldenHistory> RecordAsync(GoldenScenario scenario)
    {
        using var folder = new TemporaryFolder();
        await using SqliteDatabase database =
            SqliteDatabase.Open(new SqliteDatabaseOptions { Path = folder.DatabasePath });
        var store = new RecordingStore(new SqliteDurableStore(database));
        await using (EngineHost host = await EngineHost.StartAsync(scenario.Register, store))
        {
            await scenario.DriveAsync(host);
        }

        GoldenHistory history = store.Describe(scenario.Name);
        foreach (GoldenInstance last in history.Instances.GroupBy(one => one.InstanceId).Select(group => group.Last()))
        {
            LoadedInstance loaded = (await store.LoadAsync(last.InstanceId))!;
            Assert.Equal(loaded.Turns, last.Turns);
        }

        return history;
    }

    private static void Replay(GoldenScenario scenario, GoldenInstance instance)
    {
        var registry = new DurableTaskRegistry();
        scenario.Register(registry);
        Func<ITaskOrchestrator> create =
            new TaskCatalog(registry, EngineHost.NoServices).FindOrchestrator(instance.Name)!;
        var replayed = new OrchestrationExecution(instance.Info, Settings, create, static () => { });
        var compared = new OrchestrationExecution(instance.Info, Settings, create, static () => { });

        foreach (TurnRecord turn in CountingHistory.Of(instance.Turns.Select(Decode)))
        {
            replayed.Replay(turn);
            TurnResult result = compared.Play(turn.StartedAt, turn.Inbound, isReplaying: true, turn.Decisions);
            var recorded = new TurnResult(turn.Inbound.Count, turn.Decisions, turn.Completion, null);
            ReplayComparison.CompareExactly(instance.Info, turn, recorded, result);
            Assert.Equal(Text(turn.Completion?.Failure), Text(result.Completion?.Failure));
        }

        if (instance.CustomStatus is not null)
        {
            Assert.Equal(instance.CustomStatus, replayed.CustomStatus);
        }
    }

    private static string? Text(TaskFailureDetails? failure) => failure?.ToString();

    /// <summary>Rows of older formats need only be readable: no engine writes them any more.</summary>
    private static void DemandSameBytes(string kind, byte[] row)
    {
        Assert.DoesNotContain(".cs:line", Encoding.UTF8.GetString(row), StringComparison.Ordinal);
        (byte format, byte[] again) = kind switch
        {
            "turn" => (RowCodec.TurnFormat, RowCodec.EncodeTurn(RowCodec.DecodeTurn(row))),
            "message" => (RowCodec.MessageFormat, EncodeAgain(RowCodec.DecodeMessage(row))),
            "failure" => (RowCodec.FailureFormat, RowCodec.EncodeFailure(RowCodec.DecodeFailure(row))),
            "tags" => (RowCodec.TagsFormat, RowCodec.EncodeTags(RowCodec.DecodeTags(row))),
            _ => throw new InvalidDataException($"There are no rows of kind '{kind}'."),
        };
        if (row[0] == format)
        {
            Assert.Equal(row, again);
        }
    }

    private static byte[] EncodeAgain((HistoryEvent Event, int Generation) message) =>
        RowCodec.EncodeMessage(message.Event, message.Generation);
}
