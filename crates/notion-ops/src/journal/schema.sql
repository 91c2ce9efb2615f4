CREATE TABLE IF NOT EXISTS run (
    run_id     TEXT PRIMARY KEY,
    seq        INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    namespace  TEXT NOT NULL,
    plan       TEXT NOT NULL,
    state      TEXT NOT NULL,
    started_at TEXT NOT NULL,
    alive_at   TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS step (
    run_id      TEXT NOT NULL,
    op_id       TEXT NOT NULL,
    step        INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 1,
    intent_at   TEXT NOT NULL,
    settled_at  TEXT,
    ids         TEXT,
    PRIMARY KEY (run_id, op_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS op (
    run_id   TEXT NOT NULL,
    op_id    TEXT NOT NULL,
    state    TEXT NOT NULL,
    cause    TEXT,
    result   TEXT,
    ended_at TEXT NOT NULL,
    PRIMARY KEY (run_id, op_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS link (
    namespace   TEXT NOT NULL,
    source      TEXT NOT NULL,
    target      TEXT NOT NULL,
    source_base TEXT NOT NULL,
    target_base TEXT NOT NULL,
    PRIMARY KEY (namespace, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS undo (
    seq      INTEGER PRIMARY KEY,
    run_id   TEXT NOT NULL,
    op_id    TEXT NOT NULL,
    resource TEXT NOT NULL,
    before   TEXT NOT NULL
) STRICT;
