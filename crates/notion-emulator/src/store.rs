//! A world on disk: one SQLite file, one transaction for each acknowledged write.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::IdSource;
use crate::refusal::Integration;
use crate::world::capability::Capabilities;
use crate::world::restore::Record;
use crate::world::{About, Key, Kind, Plan, SITE, World};

/// Why a world cannot be opened or kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The folder or the file cannot be read or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// What cannot be used.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is something else. Nothing was changed.
    #[error("{} is not a world of the local Notion; it was left untouched, choose another folder", path.display())]
    NotAWorld {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer release. Nothing was changed.
    #[error("{} has format {found} and this release knows format {known}; it was left untouched, use a newer release", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The format of this release.
        known: u32,
    },
    /// The file is damaged. Nothing was changed.
    #[error("{} is damaged ({what}); it was left untouched, restore it from a copy", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Another process uses the file.
    #[error("{} is in use by another process; stop that one, or choose another folder", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// SQLite failed for another reason, such as a full disk.
    #[error("cannot keep the world in {}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
}

/// The file of a world.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Connection,
    path: PathBuf,
}

/// `NoWo`: marks the file as one of ours, where SQLite keeps such marks.
const APPLICATION: u32 = 0x4e6f_576f;
/// The format of the records.
///
/// 1 had no bytes of files and none of the objects on shelves; it is read, and written as 2.
const FORMAT: u32 = 2;
const FILE_NAME: &str = "world.db";

const SCHEMA: &str = "
    CREATE TABLE object (
        kind INTEGER NOT NULL,
        id BLOB NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
    CREATE TABLE bytes (
        upload BLOB NOT NULL,
        part INTEGER NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (upload, part)
    );
    CREATE TABLE about (only INTEGER PRIMARY KEY CHECK (only = 1), record TEXT NOT NULL);
";

/// Takes the exclusive lock, and gives a file of format 1 what it lacks.
const UPGRADE: &str = "
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS bytes (
        upload BLOB NOT NULL,
        part INTEGER NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (upload, part)
    );
    COMMIT
";

/// What is kept of a world beside its objects.
#[derive(Deserialize, Serialize)]
struct Kept {
    workspace: Uuid,
    workspace_name: String,
    #[serde(default = "site")]
    site: String,
    integration: Uuid,
    integration_name: String,
    #[serde(default)]
    capabilities: Capabilities,
    person: Option<Uuid>,
    #[serde(default)]
    plan: Plan,
    keys: std::collections::BTreeMap<String, Uuid>,
    ids: (u64, u64),
}

/// Worlds of earlier releases do not say it.
fn site() -> String {
    SITE.to_owned()
}

impl Store {
    /// Opens the world in a folder, or `None` if there is none yet.
    pub(crate) fn open(dir: &Path, now: Timestamp) -> Result<Option<(Self, World)>, StoreError> {
        let path = dir.join(FILE_NAME);
        if !inspect(&path)? {
            return Ok(None);
        }
        let failed = |source| failure(&path, source);
        // Read only first: a file that turns out to be damaged must stay as it is.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&path, flags).map_err(failed)?;
        let verdict: String =
            reader.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed)?;
        if verdict != "ok" {
            return Err(StoreError::Damaged { path, what: verdict });
        }
        let world = read(&reader, &path, now)?;
        drop(reader);
        let store = Self { connection: connect(&path)?, path };
        Ok(Some((store, world)))
    }

    /// Makes a new file that holds this world.
    ///
    /// It is written under another name and renamed when it is whole, so that a folder never
    /// holds half a world.
    pub(crate) fn create(dir: &Path, world: &mut World) -> Result<Self, StoreError> {
        let path = dir.join(FILE_NAME);
        let io = |source| StoreError::Io { path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(io)?;
        let draft = dir.join(format!("{FILE_NAME}.new"));
        match fs::remove_file(&draft) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
        let failed = |source| failure(&draft, source);
        {
            let connection = Connection::open(&draft).map_err(failed)?;
            connection.pragma_update(None, "journal_mode", "DELETE").map_err(failed)?;
            connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
            connection.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
            connection.pragma_update(None, "user_version", FORMAT).map_err(failed)?;
            connection.execute_batch(SCHEMA).map_err(failed)?;
            let mut store = Self { connection, path: draft.clone() };
            let all = world.all_keys();
            world.take_changes();
            store.write(world, &all, &BTreeSet::new())?;
        }
        fs::rename(&draft, &path).map_err(io)?;
        // The new name itself has to reach the disk.
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(io)?;
        Ok(Self { connection: connect(&path)?, path })
    }

    /// Keeps what a request changed, all of it or nothing.
    pub(crate) fn save(&mut self, world: &mut World) -> Result<(), StoreError> {
        let changes = world.take_changes();
        let bytes = world.take_new_bytes();
        self.write(world, &changes, &bytes)
    }

    fn write(
        &mut self,
        world: &World,
        keys: &BTreeSet<Key>,
        bytes: &BTreeSet<(Uuid, u32)>,
    ) -> Result<(), StoreError> {
        let path = self.path.clone();
        let failed = |source| failure(&path, source);
        let odd = |error: serde_json::Error| StoreError::Io {
            path: path.clone(),
            source: io::Error::other(error),
        };
        let transaction = self.connection.transaction().map_err(failed)?;
        {
            let sql = "INSERT OR REPLACE INTO object (kind, id, record) VALUES (?1, ?2, ?3)";
            let mut put = transaction.prepare(sql).map_err(failed)?;
            let sql = "DELETE FROM object WHERE kind = ?1 AND id = ?2";
            let mut remove = transaction.prepare(sql).map_err(failed)?;
            for key in keys {
                let id = key.id.as_bytes().as_slice();
                let Some(record) = world.record(*key) else {
                    remove.execute(params![key.kind as i64, id]).map_err(failed)?;
                    continue;
                };
                let record = record.map_err(odd)?;
                put.execute(params![key.kind as i64, id, record]).map_err(failed)?;
            }
            let sql = "INSERT OR REPLACE INTO bytes (upload, part, content) VALUES (?1, ?2, ?3)";
            let mut put = transaction.prepare(sql).map_err(failed)?;
            for (upload, part) in bytes {
                let Some(content) = world.bytes(*upload, *part) else { continue };
                let id = upload.as_bytes().as_slice();
                put.execute(params![id, part, content.as_ref()]).map_err(failed)?;
            }
            let about = serde_json::to_string(&kept(world)).map_err(odd)?;
            let sql = "INSERT OR REPLACE INTO about (only, record) VALUES (1, ?1)";
            let mut put = transaction.prepare(sql).map_err(failed)?;
            put.execute([about]).map_err(failed)?;
        }
        transaction.commit().map_err(failed)
    }

    /// The world as the disk has it, after a write failed.
    pub(crate) fn reread(&self, now: Timestamp) -> Result<World, StoreError> {
        read(&self.connection, &self.path, now)
    }
}

fn kept(world: &World) -> Kept {
    let about = &world.about;
    Kept {
        workspace: about.workspace,
        workspace_name: about.workspace_name.clone(),
        site: about.site.clone(),
        integration: about.integration.id,
        integration_name: about.integration.name.clone(),
        capabilities: about.capabilities.clone(),
        person: about.person,
        plan: about.plan,
        keys: about.keys.clone(),
        ids: world.ids.state(),
    }
}

/// Whether there is a world in the file: judged by its first bytes alone, which changes nothing.
fn inspect(path: &Path) -> Result<bool, StoreError> {
    let mut head = [0; 100];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    match read {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(StoreError::NotAWorld { path: path.to_owned() });
        }
        Err(source) => return Err(StoreError::Io { path: path.to_owned(), source }),
    }
    let number =
        |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    // https://www.sqlite.org/fileformat2.html: user version at 60, application id at 68.
    if !head.starts_with(b"SQLite format 3\0") || number(68) != APPLICATION {
        return Err(StoreError::NotAWorld { path: path.to_owned() });
    }
    let found = number(60);
    if found > FORMAT {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: FORMAT });
    }
    Ok(true)
}

/// Opens a file for good, for this process alone.
fn connect(path: &Path) -> Result<Connection, StoreError> {
    let failed = |source| failure(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(failed)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(failed)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    // The exclusive lock is taken by the first write.
    connection.execute_batch(UPGRADE).map_err(failed)?;
    connection.pragma_update(None, "user_version", FORMAT).map_err(failed)?;
    Ok(connection)
}

fn read(connection: &Connection, path: &Path, now: Timestamp) -> Result<World, StoreError> {
    let failed = |source| failure(path, source);
    let damaged = |what: String| StoreError::Damaged { path: path.to_owned(), what };
    let about: String =
        connection.query_row("SELECT record FROM about", [], |row| row.get(0)).map_err(failed)?;
    let kept: Kept = serde_json::from_str(&about).map_err(|error| damaged(error.to_string()))?;
    let mut all = connection.prepare("SELECT kind, record FROM object").map_err(failed)?;
    let mut rows = all.query([]).map_err(failed)?;
    let mut records: Vec<Record> = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let number: i64 = row.get(0).map_err(failed)?;
        let kind = Kind::of_number(number)
            .ok_or_else(|| damaged(format!("an object of the unknown kind {number}")))?;
        let record = row.get_ref(1).and_then(|it| Ok(it.as_str()?)).map_err(failed)?;
        records.push(kind.read(record).map_err(|error| damaged(error.to_string()))?);
    }
    let about = About {
        workspace: kept.workspace,
        workspace_name: kept.workspace_name,
        site: kept.site,
        integration: Integration { id: kept.integration, name: kept.integration_name },
        capabilities: kept.capabilities,
        person: kept.person,
        plan: kept.plan,
        keys: kept.keys,
    };
    let ids = IdSource::resume(kept.ids);
    let mut world =
        World::restore(about, ids, now, records).map_err(|error| damaged(error.to_string()))?;
    read_bytes(connection, &mut world).map_err(failed)?;
    Ok(world)
}

fn read_bytes(connection: &Connection, world: &mut World) -> Result<(), rusqlite::Error> {
    let sql = "SELECT count(*) FROM sqlite_master WHERE name = 'bytes'";
    if connection.query_row(sql, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(());
    }
    let mut all = connection.prepare("SELECT upload, part, content FROM bytes")?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let upload = Uuid::from_bytes(row.get(0)?);
        world.restore_bytes(upload, row.get(1)?, row.get::<_, Vec<u8>>(2)?.into());
    }
    Ok(())
}

fn failure(path: &Path, source: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::InUse { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged { path, what: source.to_string() }
        }
        _ => StoreError::Sqlite { path, source },
    }
}
