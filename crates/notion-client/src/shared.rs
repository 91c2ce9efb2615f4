//! One budget for several processes: a small file that says how far they are together.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;

use crate::event::Wait;
use crate::failure::Scope;
use crate::lane::State;
use crate::pacer::{Kept, Reading};

/// The form of the file that this version writes and reads.
const VERSION: u32 = 1;
/// A clock that was set back by less is a clock that was read twice.
const MOVED: i64 = 1_000_000;
/// How often a lock is tried for, a millisecond apart. It is held for the time of one small write,
/// unless somebody was stopped in the middle of it.
const TRIES: u32 = 50;

/// The budget of one connection, shared with other processes of this machine through a file.
///
/// Everybody who uses the same token and the same file keeps one pace and obeys one gate: a
/// `429` that one process meets stops all. Give them the same [`Budget`](crate::Budget), and each token a file of
/// its own.
///
/// The file is locked only while it is read and written, once for each request. A process that
/// ends, in whatever way, leaves no lock behind, and no place that it has taken and not used. If the
/// file cannot be read or written any more, each process goes on with a pace of its own.
pub struct SharedBudget {
    path: PathBuf,
    file: Mutex<File>,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// The endpoints that are closed for a while.
    gates: Mutex<BTreeMap<Box<str>, Instant>>,
    /// Whether it was said that the file cannot be used.
    complained: AtomicBool,
}

/// What stands in the file.
#[derive(Debug, Deserialize, Serialize)]
struct Content {
    notion_budget: u32,
    /// When it was written.
    written: i64,
    connection: Kept,
    /// Why the gate of the connection was closed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wait: Option<Box<str>>,
    /// Until when endpoints are closed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    endpoints: BTreeMap<Box<str>, i64>,
}

/// A file that cannot hold a shared budget.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SharedBudgetError {
    /// It can be neither opened nor made.
    #[error("the file of the shared budget `{}` cannot be used", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something else stands in it. It is left as it is.
    #[error("`{}` is not the file of a shared budget; name one that is not there yet", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
    },
    /// Another release has written it.
    #[error("`{}` was written by another release, in form {version}; name another file", path.display())]
    Version {
        /// Which.
        path: PathBuf,
        /// The form that it has.
        version: u64,
    },
}

impl SharedBudget {
    /// Opens the file at `path`, or makes it; its folder must be there. `clock` tells what time it is, which has to be the
    /// same for all processes. It may be set while they run.
    ///
    /// # Errors
    ///
    /// When the file can be neither opened nor made, or when something else stands in it.
    pub fn open(
        path: impl AsRef<Path>,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Result<Self, SharedBudgetError> {
        let path = path.as_ref().to_owned();
        let because = |source| SharedBudgetError::File { path: path.clone(), source };
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let shared = Self {
            file: Mutex::new(file.map_err(because)?),
            path: path.clone(),
            clock: Box::new(clock),
            gates: Mutex::default(),
            complained: AtomicBool::new(false),
        };
        let text = shared.locked(read).map_err(because)?;
        // Zeros: the machine lost power before the disk had what was written.
        if text.iter().all(|it| matches!(it, 0 | b' ' | b'\n')) {
            return Ok(shared);
        }
        let version = first(&text).and_then(|it: Value| it.get("notion_budget")?.as_u64());
        match version {
            Some(version) if version == u64::from(VERSION) => Ok(shared),
            Some(version) => Err(SharedBudgetError::Version { path, version }),
            None => Err(SharedBudgetError::Foreign { path }),
        }
    }

    /// Brings `state` to where the processes are together, works on it, and tells them.
    pub(crate) fn exchange<R>(&self, state: &mut State, work: impl FnOnce(&mut State) -> R) -> R {
        let mut work = Some(work);
        let mut result = None;
        let done = self.locked(|file| {
            let text = read(file)?;
            let reading = self.reading();
            // What a crash of the machine has left is no reason to stop.
            if let Some(mut content) = first::<Content>(&text) {
                content.put_right(&reading);
                state.pacer.go_on_from(&content.connection, &reading);
                state.wait = content.wait.as_deref().map_or(state.wait, reason);
                self.take_in(&content.endpoints, &reading);
            }
            result = work.take().map(|work| work(state));
            write(file, &self.content(state, &reading))
        });
        if let Err(error) = done
            && !self.complained.swap(true, Ordering::Relaxed)
        {
            let path = self.path.display();
            tracing::warn!(target: "notion_client", %path, %error, "the budget is not shared any more");
        }
        let result = result.or_else(|| work.map(|work| work(state)));
        result.expect("the work is done here if it was not done above")
    }

    /// An endpoint is closed until then; the others hear of it at the next exchange.
    pub(crate) fn announce(&self, route: &str, until: Instant) {
        let mut gates = self.gates();
        let known = gates.entry(route.into()).or_insert(until);
        *known = (*known).max(until);
    }

    /// Until when an endpoint was closed last.
    pub(crate) fn closed_until(&self, route: &str) -> Option<Instant> {
        self.gates().get(route).copied()
    }

    fn take_in(&self, endpoints: &BTreeMap<Box<str>, i64>, reading: &Reading) {
        for (route, until) in endpoints {
            self.announce(route, reading.instant(*until));
        }
    }

    fn content(&self, state: &State, reading: &Reading) -> Content {
        let mut gates = self.gates();
        gates.retain(|_, until| *until > reading.instant);
        Content {
            notion_budget: VERSION,
            written: reading.wall,
            connection: state.pacer.keep(reading),
            wait: word(state.wait).map(Into::into),
            endpoints: gates.iter().map(|(route, at)| (route.clone(), reading.wall(*at))).collect(),
        }
    }

    /// Does something with the file while nobody else does.
    fn locked<R>(&self, work: impl FnOnce(&mut File) -> io::Result<R>) -> io::Result<R> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut tries = 0;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if tries < TRIES => {
                    tries += 1;
                    // Not a pause of the task: the lock is free again before a timer would fire.
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(error) => return Err(error.into()),
            }
        }
        let result = work(&mut file);
        let unlocked = file.unlock();
        result.and_then(|result| unlocked.map(|()| result))
    }

    fn reading(&self) -> Reading {
        Reading { instant: Instant::now(), wall: (self.clock)().as_microsecond() }
    }

    fn gates(&self) -> MutexGuard<'_, BTreeMap<Box<str>, Instant>> {
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for SharedBudget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharedBudget").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Content {
    /// Written in the future: the clock was set back since, and all times with it.
    fn put_right(&mut self, reading: &Reading) {
        let by = self.written.saturating_sub(reading.wall);
        if by > MOVED {
            self.connection.move_back(by);
            self.endpoints.values_mut().for_each(|at| *at = at.saturating_sub(by));
        }
    }
}

fn read(file: &mut File) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    // More than any state needs: what is longer was not written by us.
    file.take(1 << 20).read_to_end(&mut text)?;
    Ok(text)
}

/// What was written last. Behind it may be the end of what was longer, if somebody ended before it was
/// cut off.
fn first<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    serde_json::Deserializer::from_slice(text).into_iter().next()?.ok()
}

/// One write over what was there, so that a process that ends in the middle has written it or not.
fn write(file: &mut File, content: &Content) -> io::Result<()> {
    let mut text = serde_json::to_vec(content)?;
    text.push(b'\n');
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&text)?;
    file.set_len(text.len() as u64)
}

fn word(wait: Wait) -> Option<&'static str> {
    match wait {
        Wait::Limit(Scope::Connection) => Some("connection"),
        Wait::Limit(Scope::Workspace) => Some("workspace"),
        Wait::Limit(_) => Some("service"),
        Wait::Outage => Some("outage"),
        Wait::Pace => None,
    }
}

fn reason(word: &str) -> Wait {
    match word {
        "connection" => Wait::Limit(Scope::Connection),
        "workspace" => Wait::Limit(Scope::Workspace),
        "outage" => Wait::Outage,
        _ => Wait::Limit(Scope::Other),
    }
}
