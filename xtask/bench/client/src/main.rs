//! `cargo xtask bench client`: rows read and pages created over loopback, beside the official SDKs.
//!
//! Everybody who is measured is a process of its own, and so is whoever answers: nobody's memory
//! and nobody's warm code is counted for somebody else.

mod contender;
mod creates;
mod rows;
mod server;

use std::process::ExitCode;

use contender::Contender;
use notion_client::{Budget, Client, Token, transport};

/// What went wrong, already in words.
type Failure = String;

/// Opens nothing but the servers of this measurement.
const TOKEN: &str = "ntn_bench";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words[..] {
        [rows::SERVE] => rows::serve(),
        [creates::SERVE] => creates::serve(),
        [contender::READ, url, source] => rows::read(url, source),
        [contender::CREATE, url, source] => creates::create(url, source),
        ["client", ref flags @ ..] => measure(flags),
        _ => Err("only `cargo xtask bench client` runs this program".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Runs both measurements. With `--check`, a missed goal is a failure.
fn measure(flags: &[&str]) -> Result<(), Failure> {
    let mut contenders = vec![Contender::ours()?];
    let mut check = false;
    let mut flags = flags.iter();
    while let Some(flag) = flags.next() {
        let mut value = || flags.next().ok_or_else(|| format!("`{flag}` names nothing"));
        match *flag {
            "--check" => check = true,
            // Where `cargo xtask bench` has put the peers.
            contender::JAVASCRIPT => contenders.push(Contender::javascript(value()?)),
            contender::PYTHON => contenders.push(Contender::python(value()?)),
            other => return Err(format!("`client` has no flag `{other}` but `--check`")),
        }
    }
    let rows = rows::measure(&contenders)?;
    rows.print(&format!("{} rows over loopback, 100 a page.", rows::ROWS));
    let creates = creates::measure(&contenders)?;
    creates.print(&format!(
        "{} pages created at once where {} requests are granted in {} seconds.",
        creates::PAGES,
        creates::REQUESTS,
        creates::SECONDS
    ));
    if check {
        rows.check()?;
        creates.check()?;
    }
    Ok(())
}

/// Our client, as our contender has it.
fn client(url: &str, budget: Budget) -> Result<Client, Failure> {
    let transport = transport::Reqwest::new().map_err(|it| it.to_string())?;
    let builder = Client::builder(transport).base_url(url).map_err(|it| it.to_string())?;
    let token = Token::new(TOKEN).map_err(|it| it.to_string())?;
    Ok(builder.token(token).budget(budget).build())
}

/// Runs a job or a server to its end.
fn block_on(job: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|it| it.to_string())?.block_on(job)
}
