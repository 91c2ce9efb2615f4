//! `notion api`: any call, with our budget, our retries and no types in between.

use http::Method;
use notion_client::{Raw, RawAnswer};
use serde_json::Value;

use crate::Exit;
use crate::connect;
use crate::error::Failure;
use crate::run::App;

/// Send any call and write its answer
///
/// The call keeps to the budget and is repeated where that is safe.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  notion api GET users/me
  notion api POST search -d '{\"query\":\"Tasks\"}'
  notion api GET users -q page_size=10")]
pub(crate) struct Api {
    /// GET, POST, PATCH or DELETE
    method: String,
    /// The path, with or without `/v1/` in front
    path: String,
    /// What to send: JSON, `@FILE`, or `-` for standard input
    #[arg(long, short, value_name = "JSON|@FILE|-")]
    data: Option<String>,
    /// A parameter (can be repeated)
    #[arg(long, short, value_name = "NAME=VALUE", value_parser = parameter)]
    query: Vec<(String, String)>,
}

pub(crate) async fn run(args: Api, app: &mut App) -> Result<Exit, Failure> {
    let mut call = Raw::new(method(&args.method)?, &args.path);
    for (name, value) in args.query {
        call = call.query(name, value);
    }
    if let Some(data) = &args.data {
        call = call.body(body(data, app)?);
    }
    let connection = connect::open(app)?;
    let answer = connection.client.raw(call).await?;
    app.ui.json(&answer.body)?;
    Ok(exit(&answer))
}

fn method(word: &str) -> Result<Method, Failure> {
    let known = [Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE];
    known.into_iter().find(|it| it.as_str().eq_ignore_ascii_case(word)).ok_or_else(|| {
        Failure::usage(format!("`{word}` is not a method of Notion's"))
            .hint("use GET, POST, PATCH or DELETE")
    })
}

fn body(data: &str, app: &mut App) -> Result<Value, Failure> {
    let (name, text) = match data.strip_prefix('@') {
        Some(path) => (format!("`{path}`"), app.host.read(path)?),
        None if data == "-" => ("standard input".to_owned(), app.host.read("-")?),
        None => ("the text after `--data`".to_owned(), data.to_owned()),
    };
    serde_json::from_str(&text)
        .map_err(|error| Failure::usage(format!("{name} is not JSON")).because(&error))
}

/// A refusal has been written as data; the exit code says what kind of refusal it is.
fn exit(answer: &RawAnswer) -> Exit {
    match answer.status.as_u16() {
        _ if answer.is_success() => Exit::Success,
        401 | 403 => Exit::NotAllowed,
        429 | 500..=599 => Exit::Unavailable,
        _ => Exit::SomeFailed,
    }
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}
