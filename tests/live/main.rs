//! What we assume of Notion and nobody has recorded, asked of Notion itself.
//!
//! `cargo xtask conformance --live` runs this with a token and a scratch page in the environment; the
//! test suite tries the same statements on our local Notion. Nothing is written outside of one page
//! below the scratch page, and that page is in the trash afterwards.

#![expect(clippy::print_stdout, reason = "what it finds is for people to read")]

mod fence;
mod place;
mod run;
mod statement;
mod statements;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use notion_client::{Client, Token, transport};
use uuid::Uuid;

use fence::Fence;
use run::{Report, Run};
use statement::{Verdict, chain};

const NOTION: &str = "https://api.notion.com";

/// What to set, for whoever did not.
const HELP: &str = "\
`conformance --live` asks Notion itself, and needs
  NOTION_TOKEN          a token of a connection or a person; it is never shown
  NOTION_SCRATCH_PAGE   the id or the address of a page that is shared with it; everything is made below
                        one new page there, which is in the trash afterwards
and takes NOTION_BASE_URL, if it is not Notion that is to be asked.";

fn main() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(ask_notion()),
        Err(error) => Err(format!("the runtime cannot be started: {error}")),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            println!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Whether Notion does all that we assume.
async fn ask_notion() -> Result<bool, String> {
    if variable(&["CI"]).is_some_and(|it| it != "false") {
        return Err("this writes to a workspace, and is not for CI".to_owned());
    }
    let token = variable(&["NOTION_TOKEN", "NOTION_API_TOKEN"]).ok_or(HELP)?;
    let scratch = variable(&["NOTION_SCRATCH_PAGE"]).ok_or(HELP)?;
    let scratch = notion_model::PageId::parse(&scratch)
        .map_err(|error| format!("NOTION_SCRATCH_PAGE is no page: {error}"))?
        .uuid();
    let url = variable(&["NOTION_BASE_URL", "NOTION_API_BASE_URL"]);
    let network = transport::Reqwest::new().map_err(|error| chain(&error))?;
    let fence = Fence::new(network, scratch);
    let client = Client::builder(fence.clone())
        .token(Token::new(token).map_err(|error| error.to_string())?)
        .base_url(url.as_deref().unwrap_or(NOTION))
        .map_err(|error| error.to_string())?
        .build();
    let title = format!("Conformance, run {}", std::process::id());
    let run = Run { client, fence, scratch, title };
    let (stop, stopped) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            println!("stopping; what was made goes into the trash");
            // Nobody listens any more: the run is over.
            let _is_over = stop.send(()).is_err();
        }
    });
    let stopped = async {
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let report = run
        .run(&statements::all(), stopped, |statement, verdict| {
            println!("{}", statement.told(verdict));
        })
        .await?;
    Ok(tell(&report, scratch))
}

/// The end of what is told; whether everything is as we assume.
fn tell(report: &Report, scratch: Uuid) -> bool {
    let count = |wanted: fn(&Verdict) -> bool| {
        report.verdicts.iter().filter(|(_, verdict)| wanted(verdict)).count()
    };
    for (question, reason) in statements::NOT_ASKED {
        println!("not asked  {question}\n           why:  {reason}");
    }
    let confirmed = count(|it| matches!(it, Verdict::Confirmed(_)));
    let refuted = count(|it| matches!(it, Verdict::Refuted(_)));
    let unclear = count(|it| matches!(it, Verdict::Unclear(_)));
    println!("{confirmed} confirmed, {refuted} refuted, {unclear} unclear");
    if report.is_stopped {
        println!("it was stopped before its end");
    }
    match &report.left_behind[..] {
        [] => println!("the page {scratch} has the children that it had before"),
        complaints => complaints.iter().for_each(|it| println!("left behind: {it}")),
    }
    refuted == 0 && unclear == 0 && !report.is_stopped && report.left_behind.is_empty()
}

/// The first of these variables that is set.
fn variable(names: &[&str]) -> Option<String> {
    let mut values = names.iter().filter_map(std::env::var_os);
    values.find(|value| !value.is_empty())?.into_string().ok()
}
