//! `notion serve`: a local Notion on a port, for other programs to talk to.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use notion_client::{Budget, Token};
use notion_emulator::{Emulator, Scenario, Seed};
use notion_ops::Exit;
use tokio::net::TcpListener;

use crate::error::Failure;
use crate::local::{self, HostClock};
use crate::run::App;

/// Run a local Notion that official clients can talk to
///
/// It prints `listening on http://…` when it is ready, and runs until it is stopped. Without
/// `--seed` it begins as the workspace of a small invented company.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  notion serve --dir world &
  NOTION_BASE_URL=http://127.0.0.1:8787 NOTION_TOKEN=any notion api GET users")]
pub(crate) struct Serve {
    /// Where to listen; port 0 takes any that is free
    #[arg(long, default_value = "127.0.0.1:8787")]
    addr: SocketAddr,
    /// Keep the world in this folder; without it, it ends with the command
    #[arg(long)]
    dir: Option<PathBuf>,
    /// What a new world holds: a JSON file, or `empty`
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// What goes wrong and when, and which webhooks are told of changes
    #[arg(long, value_name = "FILE.toml")]
    faults: Option<PathBuf>,
    /// The request budget: `standard`, `business`, `unlimited`, or requests and seconds
    #[arg(long, default_value = "unlimited", value_name = "N/SECONDS")]
    budget: Budget,
    /// A token that is accepted; without one, any is. Each token has a budget of its own
    #[arg(long)]
    token: Vec<String>,
}

pub(crate) async fn run(args: Serve, app: &mut App) -> Result<Exit, Failure> {
    let mut builder = local::builder(app)
        .clock(HostClock::of(&app.host))
        .world(seed(args.seed.as_deref(), app)?)
        .budget(budget(args.budget)?);
    if let Some(folder) = &args.dir {
        let folder = app.host.path(folder);
        local::check(&folder)?;
        builder = builder.dir(folder);
    }
    if let Some(path) = &args.faults {
        let scenario = Scenario::parse(&app.host.read(path)?);
        builder = builder.scenario(scenario.map_err(|error| Failure::file(path, &error))?);
    }
    for token in args.token {
        // What no client could send would never be accepted.
        Token::new(&token)
            .map_err(|error| Failure::usage("a `--token` cannot be used").because(&error))?;
        builder = builder.token(token);
    }
    serve(&builder.build()?, args.addr, app).await
}

/// Serves until the command is stopped, which is how it is meant to end.
pub(super) async fn serve(
    emulator: &Emulator,
    addr: SocketAddr,
    app: &mut App,
) -> Result<Exit, Failure> {
    let listener = TcpListener::bind(addr).await.map_err(|error| {
        Failure::new(format!("cannot listen on {addr}"))
            .because(&error)
            .hint("`--addr 127.0.0.1:0` takes a port that is free")
    })?;
    let addr = listener.local_addr().map_err(|error| Failure::new("no port").because(&error))?;
    app.ui.line(format_args!("listening on http://{addr}"))?;
    app.ui.flush()?;
    let interrupt = app.interrupt.clone();
    let stop = async move { interrupt.raised().await };
    let served = emulator.serve_until(listener, stop).await;
    served.map_err(|error| Failure::new("the server ended").because(&error))?;
    let lost = emulator.counts().unrecorded;
    if lost > 0 {
        app.ui.warn(format_args!("the recording lacks {lost} exchanges that could not be written"));
    }
    Ok(Exit::Success)
}

fn seed(path: Option<&Path>, app: &mut App) -> Result<Seed, Failure> {
    match path {
        None => local::company(),
        Some(path) if path == Path::new("empty") => Ok(Seed::empty()),
        Some(path) => {
            let seed = Seed::parse(&app.host.read(path)?);
            seed.map_err(|error| Failure::file(path, &error))
        }
    }
}

/// The budget as the local Notion keeps it.
fn budget(budget: Budget) -> Result<notion_emulator::Budget, Failure> {
    if budget == Budget::Auto {
        return Err(Failure::usage("a Notion does not find its budget out, it has one")
            .hint("`standard` and `business` are what Notion grants"));
    }
    Ok(match budget.window() {
        None => notion_emulator::Budget::unlimited(),
        Some((requests, window)) => {
            let seconds = u32::try_from(window.as_secs()).unwrap_or(u32::MAX);
            notion_emulator::Budget::per_window(requests, seconds)
        }
    })
}
