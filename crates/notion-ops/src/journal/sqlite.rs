//! The journal as an SQLite database, which survives the loss of power after every commit.

use std::{
    path::Path,
    str::FromStr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use uuid::Uuid;

use super::{
    Intent, Journal, JournalError, Link, LinkChange, NewRun, OpEnd, OpState, RunRecord, RunState,
    Settled, StepRecord, Undo,
};
use crate::id::{OpId, RunId};

/// The version of the tables, in `PRAGMA user_version`.
const VERSION: i64 = 1;

/// A journal in a file, or in memory for tests.
#[derive(Debug)]
pub struct SqliteJournal {
    connection: Mutex<Connection>,
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase, Unknown};
        match error.sqlite_error_code() {
            // What is neither of these is full, busy or forbidden. `Unknown` are tables that are not
            // as we make them; no code at all has a value that is not.
            Some(DatabaseCorrupt | NotADatabase | Unknown) | None => Self::Damaged(Box::new(error)),
            Some(_) => Self::Database(Box::new(error)),
        }
    }
}

impl SqliteJournal {
    /// Opens the journal, and creates it if there is none.
    ///
    /// # Errors
    /// If the file cannot be opened, is no journal, or was written by a later version.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        Self::set_up(Connection::open(path)?)
    }

    /// A journal that is gone with the process.
    ///
    /// # Errors
    /// If SQLite has no memory.
    pub fn in_memory() -> Result<Self, JournalError> {
        Self::set_up(Connection::open_in_memory()?)
    }

    fn set_up(connection: Connection) -> Result<Self, JournalError> {
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        // Somebody else's database stays as it is, down to the mode of its log.
        let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let version = number("PRAGMA user_version")?;
        if version > VERSION {
            return Err(JournalError::Later);
        }
        if version == 0 && number("SELECT count(*) FROM sqlite_schema")? > 0 {
            return Err(JournalError::Damaged("it holds tables of another program".into()));
        }
        // FULL: a commit has reached the disk when it returns, also in WAL mode.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        // Both or neither: tables without a version would look like somebody else's.
        connection.execute_batch(&format!(
            "BEGIN; {} PRAGMA user_version = {VERSION}; COMMIT;",
            include_str!("schema.sql")
        ))?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere cannot have left half a transaction: it was rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, JournalError>,
    ) -> Result<T, JournalError> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

impl Journal for SqliteJournal {
    fn start(&self, run: &NewRun) -> Result<(), JournalError> {
        self.transaction(|it| {
            it.prepare(
                "INSERT INTO run (run_id, seq, kind, namespace, plan, state, started_at, alive_at)
                 VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM run), ?2, ?3, ?4, ?5, ?6, ?6)",
            )?
            .execute(params![
                run.id.as_str(),
                run.kind,
                run.namespace,
                run.plan,
                RunState::Running.as_str(),
                sortable(run.started),
            ])?;
            Ok(())
        })
    }

    fn runs(&self) -> Result<Vec<RunRecord>, JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT run_id, kind, namespace, state, started_at, alive_at FROM run ORDER BY seq DESC",
        )?;
        let rows = statement.query_map([], |row| Ok(read_run(row)))?;
        rows.map(|row| row?).collect()
    }

    fn run(&self, run: &RunId) -> Result<(RunRecord, String), JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT run_id, kind, namespace, state, started_at, alive_at, plan
             FROM run WHERE run_id = ?1",
        )?;
        let found = statement
            .query_row([run.as_str()], |row| Ok((read_run(row), row.get::<_, String>(6)?)))
            .optional()?;
        let (record, plan) = found.ok_or_else(|| JournalError::UnknownRun(run.clone()))?;
        Ok((record?, plan))
    }

    fn steps(&self, run: &RunId) -> Result<Vec<StepRecord>, JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT op_id, step, fingerprint, intent_at, ids FROM step
             WHERE run_id = ?1 ORDER BY op_id, step",
        )?;
        let rows = statement.query_map([run.as_str()], |row| Ok(read_step(row)))?;
        rows.map(|row| row?).collect()
    }

    fn ended(&self, run: &RunId) -> Result<Vec<(OpId, OpEnd)>, JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT op_id, state, cause, result, ended_at FROM op WHERE run_id = ?1 ORDER BY op_id",
        )?;
        let rows = statement.query_map([run.as_str()], |row| Ok(read_end(row)))?;
        rows.map(|row| row?).collect()
    }

    fn intend(&self, run: &RunId, intent: &Intent) -> Result<(), JournalError> {
        self.transaction(|it| {
            it.prepare(
                "INSERT INTO step (run_id, op_id, step, fingerprint, intent_at)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET fingerprint = excluded.fingerprint,
                     intent_at = excluded.intent_at, attempts = attempts + 1,
                     settled_at = NULL, ids = NULL",
            )?
            .execute(params![
                run.as_str(),
                intent.op.as_str(),
                intent.step,
                intent.fingerprint,
                intent.at.to_string(),
            ])?;
            beat(it, run, intent.at)
        })
    }

    fn settle(
        &self,
        run: &RunId,
        settled: &Settled,
        end: Option<(&OpId, &OpEnd)>,
    ) -> Result<(), JournalError> {
        self.transaction(|it| {
            if settled.done {
                let ids: Vec<String> = settled.ids.iter().map(Uuid::to_string).collect();
                it.prepare(
                    "UPDATE step SET settled_at = ?4, ids = ?5
                     WHERE run_id = ?1 AND op_id = ?2 AND step = ?3",
                )?
                .execute(params![
                    run.as_str(),
                    settled.op.as_str(),
                    settled.step,
                    settled.at.to_string(),
                    ids.join(" "),
                ])?;
            } else {
                it.prepare("DELETE FROM step WHERE run_id = ?1 AND op_id = ?2 AND step = ?3")?
                    .execute(params![run.as_str(), settled.op.as_str(), settled.step])?;
            }
            match end {
                Some((op, end)) => write_end(it, run, op, end),
                None => Ok(()),
            }
        })
    }

    fn end(&self, run: &RunId, op: &OpId, end: &OpEnd) -> Result<(), JournalError> {
        self.transaction(|it| write_end(it, run, op, end))
    }

    fn end_all(&self, run: &RunId, ends: &[(OpId, OpEnd)]) -> Result<(), JournalError> {
        self.transaction(|it| ends.iter().try_for_each(|(op, end)| write_end(it, run, op, end)))
    }

    fn beat(&self, run: &RunId, now: Timestamp) -> Result<(), JournalError> {
        self.transaction(|it| beat(it, run, now))
    }

    fn finish(&self, run: &RunId, state: RunState, now: Timestamp) -> Result<(), JournalError> {
        self.transaction(|it| {
            it.prepare("UPDATE run SET state = ?2 WHERE run_id = ?1")?
                .execute(params![run.as_str(), state.as_str()])?;
            beat(it, run, now)
        })
    }

    fn links(&self, namespace: &str) -> Result<Vec<Link>, JournalError> {
        let connection = self.lock();
        let mut statement = connection.prepare(
            "SELECT namespace, source, target, source_base, target_base FROM link
             WHERE namespace = ?1 ORDER BY source",
        )?;
        let rows = statement.query_map([namespace], |row| Ok(read_link(row)))?;
        rows.map(|row| row?).collect()
    }

    fn undo(&self, run: &RunId) -> Result<Vec<(OpId, Undo)>, JournalError> {
        let connection = self.lock();
        let mut statement = connection
            .prepare("SELECT op_id, resource, before FROM undo WHERE run_id = ?1 ORDER BY seq")?;
        let rows = statement.query_map([run.as_str()], |row| Ok(read_undo(row)))?;
        rows.map(|row| row?).collect()
    }
}

fn beat(it: &Transaction<'_>, run: &RunId, now: Timestamp) -> Result<(), JournalError> {
    // The clock may have been set back; the run was alive at the later time all the same.
    it.prepare("UPDATE run SET alive_at = max(alive_at, ?2) WHERE run_id = ?1")?
        .execute(params![run.as_str(), sortable(now)])?;
    Ok(())
}

/// A time with a fixed number of digits, so that SQL compares texts as times.
fn sortable(time: Timestamp) -> String {
    format!("{time:.3}")
}

fn write_end(
    it: &Transaction<'_>,
    run: &RunId,
    op: &OpId,
    end: &OpEnd,
) -> Result<(), JournalError> {
    let cause = end.cause.as_ref().map(serde_json::to_string).transpose();
    let cause = cause.map_err(|error| JournalError::Database(Box::new(error)))?;
    it.prepare(
        "INSERT OR REPLACE INTO op (run_id, op_id, state, cause, result, ended_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        run.as_str(),
        op.as_str(),
        end.state.as_str(),
        cause,
        end.result.map(|it| it.to_string()),
        end.at.to_string(),
    ])?;
    match &end.link {
        Some(LinkChange::Set(link)) => it
            .prepare("INSERT OR REPLACE INTO link VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                link.namespace,
                link.source,
                link.target.to_string(),
                link.source_base,
                link.target_base,
            ])?,
        Some(LinkChange::Forget { namespace, source }) => it
            .prepare("DELETE FROM link WHERE namespace = ?1 AND source = ?2")?
            .execute(params![namespace, source])?,
        None => 0,
    };
    if let Some(undo) = &end.undo {
        it.prepare("INSERT INTO undo (run_id, op_id, resource, before) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![
            run.as_str(),
            op.as_str(),
            undo.resource.to_string(),
            undo.before.to_string(),
        ])?;
    }
    Ok(())
}

fn read_run(row: &Row<'_>) -> Result<RunRecord, JournalError> {
    let state: String = row.get(3)?;
    Ok(RunRecord {
        id: RunId::from(row.get::<_, String>(0)?),
        kind: row.get(1)?,
        namespace: row.get(2)?,
        state: RunState::from_word(&state)
            .ok_or(JournalError::Unreadable { what: "a run's state", found: state })?,
        started: read("a time", row.get(4)?)?,
        alive: read("a time", row.get(5)?)?,
    })
}

fn read_step(row: &Row<'_>) -> Result<StepRecord, JournalError> {
    let ids: Option<String> = row.get(4)?;
    let ids =
        ids.map(|ids| ids.split_whitespace().map(|id| read("an id", id.to_owned())).collect());
    Ok(StepRecord {
        op: OpId::from(row.get::<_, String>(0)?),
        step: row.get(1)?,
        fingerprint: row.get(2)?,
        intended: read("a time", row.get(3)?)?,
        done: ids.transpose()?,
    })
}

fn read_end(row: &Row<'_>) -> Result<(OpId, OpEnd), JournalError> {
    let (op, state): (String, String) = (row.get(0)?, row.get(1)?);
    let cause: Option<String> = row.get(2)?;
    let cause = cause.map(|cause| {
        serde_json::from_str(&cause)
            .map_err(|_| JournalError::Unreadable { what: "a cause", found: cause.clone() })
    });
    let result: Option<String> = row.get(3)?;
    let end = OpEnd {
        state: OpState::from_word(&state)
            .ok_or(JournalError::Unreadable { what: "an op's state", found: state })?,
        cause: cause.transpose()?,
        result: result.map(|id| read("an id", id)).transpose()?,
        link: None,
        undo: None,
        at: read("a time", row.get(4)?)?,
    };
    Ok((OpId::from(op), end))
}

fn read_link(row: &Row<'_>) -> Result<Link, JournalError> {
    Ok(Link {
        namespace: row.get(0)?,
        source: row.get(1)?,
        target: read("an id", row.get(2)?)?,
        source_base: row.get(3)?,
        target_base: row.get(4)?,
    })
}

fn read_undo(row: &Row<'_>) -> Result<(OpId, Undo), JournalError> {
    let before: String = row.get(2)?;
    let before = serde_json::from_str(&before)
        .map_err(|_| JournalError::Unreadable { what: "an undo entry", found: before })?;
    let undo = Undo { resource: read("an id", row.get(1)?)?, before };
    Ok((OpId::from(row.get::<_, String>(0)?), undo))
}

fn read<T: FromStr>(what: &'static str, text: String) -> Result<T, JournalError> {
    text.parse().map_err(|_| JournalError::Unreadable { what, found: text })
}
