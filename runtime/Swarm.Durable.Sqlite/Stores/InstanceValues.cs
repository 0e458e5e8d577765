using System.Text;

namespace Swarm.Durable.Sqlite.Stores;

/// <summary>Values of an instance that may be large: each in a row of its own, written when it changes.</summary>
internal static class InstanceValues
{
    private const int KindBits = 3;

    internal static void Save(SqliteSession session, long key, ValueKind kind, string? text) =>
        Save(session, key, kind, text is null ? null : Encoding.UTF8.GetBytes(text));

    internal static void Save(SqliteSession session, long key, ValueKind kind, byte[]? data)
    {
        if (data is null)
        {
            session.Prepare("DELETE FROM durable_values WHERE position = ?1").Bind(1, Position(key, kind)).Execute();
            return;
        }

        session
            .Prepare("INSERT OR REPLACE INTO durable_values (position, data) VALUES (?1, ?2)")
            .Bind(1, Position(key, kind))
            .Bind(2, data)
            .Execute();
    }

    internal static void Remove(SqliteSession session, long key) => session
        .Prepare("DELETE FROM durable_values WHERE position BETWEEN ?1 AND ?2")
        .Bind(1, key << KindBits)
        .Bind(2, (key << KindBits) + (1 << KindBits) - 1)
        .Execute();

    internal static Dictionary<ValueKind, byte[]> Read(SqliteSession session, long key)
    {
        var values = new Dictionary<ValueKind, byte[]>();
        SqliteStatement select = session
            .Prepare("SELECT position, data FROM durable_values WHERE position BETWEEN ?1 AND ?2")
            .Bind(1, key << KindBits)
            .Bind(2, (key << KindBits) + (1 << KindBits) - 1);
        while (select.Step())
        {
            values.Add((ValueKind)(select.GetInt64(0) & ((1 << KindBits) - 1)), select.GetBytes(1));
        }

        return values;
    }

    internal static string? FindText(SqliteSession session, long key, ValueKind kind)
    {
        SqliteStatement select = session
            .Prepare("SELECT data FROM durable_values WHERE position = ?1")
            .Bind(1, Position(key, kind));
        string? text = select.Step() ? Encoding.UTF8.GetString(select.GetBytes(0)) : null;
        select.Reset();
        return text;
    }

    internal static string? TextOf(Dictionary<ValueKind, byte[]> values, ValueKind kind) =>
        values.TryGetValue(kind, out byte[]? data) ? Encoding.UTF8.GetString(data) : null;

    private static long Position(long key, ValueKind kind) => (key << KindBits) | (long)kind;
}

/// <summary>Which value. Numbers are for ever; there is room up to 7.</summary>
internal enum ValueKind
{
    Input = 0,
    Output = 1,
    CustomStatus = 2,
    Failure = 3,
    Tags = 4,
    EntityState = 5,
}
