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
