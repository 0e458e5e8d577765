namespace Swarm.Durable.Sqlite;

/// <summary>The table that tells which schema each component has.</summary>
internal static class SchemaVersions
{
    internal static void Ensure(
        SqliteSession session, string component, int version, Func<int, string> ddlFrom)
    {
        session.ExecuteScript(
            "CREATE TABLE IF NOT EXISTS schema_versions (component TEXT PRIMARY KEY, version INTEGER NOT NULL)");
        SqliteStatement select = session
            .Prepare("SELECT version FROM schema_versions WHERE component = ?1")
            .Bind(1, component);
        int stored = select.Step() ? select.GetInt32(0) : 0;
        select.Reset();
        if (stored > version)
        {
            throw new SqliteDatabaseTooNewException(session.Path, component, stored, version);
        }

        if (stored < version)
        {
            session.ExecuteScript(ddlFrom(stored));
            session
                .Prepare(
                    "INSERT INTO schema_versions (component, version) VALUES (?1, ?2) "
                    + "ON CONFLICT (component) DO UPDATE SET version = excluded.version")
                .Bind(1, component)
                .Bind(2, version)
                .Execute();
        }
    }
}
