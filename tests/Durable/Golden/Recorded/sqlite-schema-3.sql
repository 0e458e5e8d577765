CREATE INDEX durable_instances_completed ON durable_instances (completed) WHERE completed IS NOT NULL;
CREATE INDEX durable_entities_lock ON durable_entities (lock_key) WHERE lock_key IS NOT NULL;
