//! The whole command as a function: arguments and a world in, an exit code out.

use std::ffi::OsString;

use clap::Parser as _;
use clap::error::ErrorKind;
use notion_ops::Interrupt;

use crate::args::Args;
use crate::error::Failure;
use crate::host::Interrupts;
use crate::settings::Settings;
use crate::ui::Ui;
use crate::{Exit, Host, commands};

/// Runs one command line.
///
/// Data goes to standard output, everything else to standard error. Nothing is read from the
/// environment, the clock or a terminal but through `host`.
pub fn run(args: impl IntoIterator<Item = OsString>, host: Host) -> Exit {
    match Args::try_parse_from(args) {
        Ok(args) => start(args, host),
        Err(error) => explain(&error, host),
    }
}

/// What a command works with.
pub(crate) struct App {
    pub(crate) host: Host,
    pub(crate) settings: Settings,
    pub(crate) ui: Ui,
    /// Raised by the first Ctrl-C: what is under way is finished, nothing more is begun.
    pub(crate) interrupt: Interrupt,
}

impl App {
    /// Fails if the command was interrupted: between two pieces of work.
    pub(crate) fn go_on(&self) -> Result<(), Failure> {
        if self.interrupt.is_raised() { Err(Failure::interrupted()) } else { Ok(()) }
    }
}

fn start(args: Args, mut host: Host) -> Exit {
    let settings = Settings::new(&args.global, &host);
    let mut ui = Ui::new(&args.global, &mut host);
    if let Some(zone) = host.variable("TZ").filter(|_| host.zone.is_unknown()) {
        ui.warn(format_args!("`TZ` is `{zone}`, which is no time zone: days are those of UTC"));
    }
    let mut app = App { host, settings, ui, interrupt: Interrupt::default() };
    let outcome = carry_out(args.command, &mut app);
    match outcome {
        Ok(exit) => match app.ui.flush() {
            Ok(()) => exit,
            Err(failure) => app.ui.failure(&failure),
        },
        Err(failure) => {
            let exit = app.ui.failure(&failure);
            // If the output is what fails, that has just been said.
            drop(app.ui.flush());
            exit
        }
    }
}

fn carry_out(command: commands::Command, app: &mut App) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new("the runtime could not be started").because(&error))?;
    let interrupts = app.host.interrupts;
    let interrupt = app.interrupt.clone();
    let stops_by_itself = command.stops_by_itself();
    runtime.block_on(async {
        let mut work = std::pin::pin!(commands::run(command, app));
        // Biased, so that signals are listened for before the work begins: a local Notion answers at
        // once, and the work may go a long way before it waits for anything.
        tokio::select! {
            biased;
            () = interrupted(interrupts) => interrupt.raise(),
            outcome = &mut work => return outcome,
        }
        if !stops_by_itself {
            return Err(Failure::interrupted());
        }
        // Whoever presses it twice means it: the journal knows what was under way.
        tokio::select! {
            biased;
            () = interrupted(interrupts) => Err(Failure::interrupted()),
            outcome = work => outcome,
        }
    })
}

/// Waits for Ctrl-C, or forever.
async fn interrupted(interrupts: Interrupts) {
    if interrupts == Interrupts::Signals && tokio::signal::ctrl_c().await.is_ok() {
        return;
    }
    std::future::pending::<()>().await;
}

/// Help, the version, or what is wrong with the command line.
fn explain(error: &clap::Error, mut host: Host) -> Exit {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let is_plain = host.is_plain();
    let stream = if asked_for { &mut host.stdout } else { &mut host.stderr };
    let text = error.render();
    let text = if stream.columns.is_some() && !is_plain {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    // There is nowhere left to complain to.
    drop(stream.writer.write_all(text.as_bytes()));
    drop(stream.writer.flush());
    if asked_for { Exit::Success } else { Exit::Usage }
}
