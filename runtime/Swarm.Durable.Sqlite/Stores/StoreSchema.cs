namespace Swarm.Durable.Sqlite.Stores;

/// <summary>
/// The tables of the engine's store; docs/engine.md tells their meaning. Rows that change with every turn are small;
/// what may be large and changes seldom stands in tables of its own.
/// </summary>
internal static class StoreSchema
{
    internal const string Component = "durable";

    /// <summary>What makes each version of the one before. A step that was released is never changed.</summary>
    internal static IReadOnlyList<string> Steps { get; } = [Instances, Entities, Indexes];

    private const string Instances = """
        CREATE TABLE durable_instances (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            completed INTEGER,
            generation INTEGER NOT NULL,
            turns INTEGER NOT NULL,
            wake INTEGER,
            recover INTEGER NOT NULL,
            parent_key INTEGER,
            parent_id TEXT,
            parent_name TEXT,
            parent_generation INTEGER,
            parent_task INTEGER,
            trace TEXT);
        CREATE INDEX durable_instances_created ON durable_instances (created);
        CREATE INDEX durable_instances_status ON durable_instances (status, created);
        CREATE INDEX durable_instances_parent ON durable_instances (parent_key) WHERE parent_key IS NOT NULL;
        CREATE INDEX durable_instances_unfinished ON durable_instances (wake) WHERE recover = 1 OR wake IS NOT NULL;

        CREATE TABLE durable_values (
            position INTEGER PRIMARY KEY, -- instance key * 8 + kind
            data BLOB);

        CREATE TABLE durable_history (
            position INTEGER PRIMARY KEY, -- instance key * 2^24 + turn
            events BLOB NOT NULL);

        CREATE TABLE durable_inbox (
            instance_key INTEGER NOT NULL,
            id INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (instance_key, id)) WITHOUT ROWID;

        CREATE TABLE durable_counters (
            id INTEGER PRIMARY KEY,
            last_key INTEGER NOT NULL,
            last_message INTEGER NOT NULL);
        INSERT INTO durable_counters (id, last_key, last_message) VALUES (1, 0, 0);
        """;

    private const string Entities = """
        CREATE TABLE durable_entities (
            key INTEGER PRIMARY KEY, -- from the same numbers as those of instances
            id TEXT NOT NULL UNIQUE,
            updated INTEGER NOT NULL,
            turns INTEGER NOT NULL,
            has_state INTEGER NOT NULL,
            lock_id TEXT,
            lock_key INTEGER,
            lock_generation INTEGER,
            lock_task INTEGER);
        """;

    private const string Indexes = """
        CREATE INDEX durable_instances_completed ON durable_instances (completed) WHERE completed IS NOT NULL;
        CREATE INDEX durable_entities_lock ON durable_entities (lock_key) WHERE lock_key IS NOT NULL;
        """;
}
