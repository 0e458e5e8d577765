namespace Swarm.Durable.History;

/// <summary>
/// The rows that stores keep. Each begins with the version of its format, so that a later version can read this one for
/// ever. A turn: version, time, inbound events, decisions, completion. A message: version, generation, event.
/// </summary>
internal static class RowCodec
{
    internal const byte TurnFormat = 1;
    internal const byte MessageFormat = 1;
    internal const byte FailureFormat = 1;
    internal const byte TagsFormat = 1;

    /// <summary>The generation of a message that is meant for whichever generation is alive.</summary>
    internal const int AnyGeneration = -1;

    [ThreadStatic]
    private static HistoryWriter? _writer;

    internal static byte[] EncodeTurn(TurnRecord turn)
    {
        HistoryWriter writer = BeginRow(TurnFormat);
        writer.WriteTime(turn.StartedAt);
        writer.WriteNumber(turn.Inbound.Count);
        foreach (HistoryEvent item in turn.Inbound)
        {
            EventCodec.Write(writer, item);
        }

        writer.WriteNumber(turn.Decisions.Count);
        foreach (DecisionEvent item in turn.Decisions)
        {
            EventCodec.Write(writer, item);
        }

        writer.WriteByte(turn.Completion is null ? (byte)0 : (byte)1);
        if (turn.Completion is not null)
        {
            EventCodec.Write(writer, turn.Completion);
        }

        return writer.ToArray();
    }

    internal static TurnRecord DecodeTurn(ReadOnlySpan<byte> row)
    {
        HistoryReader reader = OpenRow(row, TurnFormat);
        DateTime startedAt = reader.ReadTime();
        var inbound = new HistoryEvent[reader.ReadInt32()];
        for (int i = 0; i < inbound.Length; i++)
        {
            inbound[i] = EventCodec.Read(ref reader);
        }

        var decisions = new DecisionEvent[reader.ReadInt32()];
        for (int i = 0; i < decisions.Length; i++)
        {
            decisions[i] = (DecisionEvent)EventCodec.Read(ref reader);
        }

        ExecutionCompleted? completion =
            reader.ReadByte() == 0 ? null : (ExecutionCompleted)EventCodec.Read(ref reader);
        return new TurnRecord(startedAt, inbound, decisions, completion);
    }

    internal static byte[] EncodeMessage(HistoryEvent item, int generation = AnyGeneration)
    {
        HistoryWriter writer = BeginRow(MessageFormat);
        writer.WriteNumber(generation + 1L);
        EventCodec.Write(writer, item);
        return writer.ToArray();
    }

    internal static (HistoryEvent Event, int Generation) DecodeMessage(ReadOnlySpan<byte> row)
    {
        HistoryReader reader = OpenRow(row, MessageFormat);
        int generation = reader.ReadInt32() - 1;
        return (EventCodec.Read(ref reader), generation);
    }

    internal static byte[] EncodeFailure(TaskFailureDetails failure)
    {
        HistoryWriter writer = BeginRow(FailureFormat);
        writer.WriteFailure(failure);
        return writer.ToArray();
    }

    internal static TaskFailureDetails DecodeFailure(ReadOnlySpan<byte> row) =>
        OpenRow(row, FailureFormat).ReadFailure();

    internal static byte[] EncodeTags(IReadOnlyDictionary<string, string> tags)
    {
        HistoryWriter writer = BeginRow(TagsFormat);
        writer.WriteNumber(tags.Count);
        foreach ((string name, string value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            writer.WriteText(name);
            writer.WriteText(value);
        }

        return writer.ToArray();
    }

    internal static IReadOnlyDictionary<string, string> DecodeTags(ReadOnlySpan<byte> row)
    {
        HistoryReader reader = OpenRow(row, TagsFormat);
        int count = reader.ReadInt32();
        var tags = new Dictionary<string, string>();
        for (int i = 0; i < count; i++)
        {
            tags.Add(reader.ReadText(), reader.ReadText());
        }

        return tags;
    }

    private static HistoryWriter BeginRow(byte format)
    {
        HistoryWriter writer = _writer ??= new HistoryWriter();
        writer.Clear();
        writer.WriteByte(format);
        return writer;
    }

    private static HistoryReader OpenRow(ReadOnlySpan<byte> row, byte knownFormat)
    {
        var reader = new HistoryReader(row);
        byte format = reader.ReadByte();
        return format == knownFormat
            ? reader
            : throw new InvalidDataException(
                $"A stored row has format {format} but this program knows {knownFormat}: "
                + "it was written by a newer version of Swarm.");
    }
}
