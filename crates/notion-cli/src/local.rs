//! The built-in Notion: in this process, and kept in a folder if there is one.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use notion_client::{Budget, Client, Token, transport};
use notion_emulator::{Builder, Clock, Emulator, Seed};

use crate::error::Failure;
use crate::host::Host;
use crate::run::App;

/// The workspace of a small invented company, which every new local Notion begins as.
const COMPANY: &str = include_str!("../../../fixtures/worlds/demo.json");

/// The file in which the emulator keeps a world.
const WORLD: &str = "world.db";

/// Opens the Notion in a folder, and makes one if there is none.
pub(crate) fn open(folder: &Path, app: &mut App) -> Result<Emulator, Failure> {
    let is_made = !folder.join(WORLD).exists();
    check(folder)?;
    let emulator =
        builder(app).clock(HostClock::of(&app.host)).dir(folder).world(company()?).build()?;
    if is_made {
        app.ui.say(format_args!(
            "made a local Notion in {}: the workspace of Halden Cycles",
            folder.display()
        ));
    }
    Ok(emulator)
}

/// Whether a local Notion is kept in a folder or may be: not among the files of somebody else.
pub(crate) fn check(folder: &Path) -> Result<(), Failure> {
    if folder.join(WORLD).exists() || is_new(folder) {
        return Ok(());
    }
    let message = format!("`{}` holds no local Notion, but other files", folder.display());
    Err(Failure::usage(message).hint("name its folder, or one that does not exist yet"))
}

/// A local Notion to be, which records if the user wants it.
pub(crate) fn builder(app: &App) -> Builder {
    match app.settings.record() {
        None => Emulator::builder(),
        Some(file) => Emulator::builder().record(file),
    }
}

/// Whether nothing was ever kept in a folder.
pub(crate) fn is_new(folder: &Path) -> bool {
    std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none())
}

/// The content of a new world.
pub(crate) fn company() -> Result<Seed, Failure> {
    Ok(Seed::parse(COMPANY)?)
}

/// A client that needs no network, and no patience either.
pub(crate) fn client(emulator: &Emulator) -> Result<Client, Failure> {
    let transport = transport::Service::new(emulator.router());
    // Any will do, but as with Notion there must be one.
    let token = Token::new("local")?;
    // The pauses between attempts are the same in every execution.
    Ok(Client::builder(transport).token(token).budget(Budget::Unlimited).seed(0).build())
}

/// The host's time as the emulator takes it.
pub(crate) struct HostClock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl HostClock {
    pub(crate) fn of(host: &Host) -> Self {
        Self(Arc::clone(&host.now))
    }
}

impl Clock for HostClock {
    fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for HostClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostClock")
    }
}
