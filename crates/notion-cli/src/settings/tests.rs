//! What wins over what.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use clap::Parser as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Settings, Target};
use crate::args::Args;
use crate::{Answers, Exit, Host, Interrupts, Stream};

fn settings(line: &str, environment: &[(&str, &str)]) -> Settings {
    let host = Host {
        environment: environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        folder: "/home/ada".into(),
        stdin: Box::new(io::empty()),
        answers: Answers::Nobody,
        stdout: Stream::pipe(io::sink()),
        stderr: Stream::pipe(io::sink()),
        now: Arc::new(|| Timestamp::UNIX_EPOCH),
        zone: TimeZone::UTC,
        interrupts: Interrupts::Never,
    };
    let args = Args::try_parse_from(line.split(' ')).unwrap();
    Settings::new(&args.global, &host)
}

#[test]
fn flags_win_over_the_environment() {
    let environment = [("NOTION_LOCAL", "world"), ("NOTION_BASE_URL", "http://localhost:1/v1/")];
    let local = |folder: &str| Target::Local(Path::new("/home/ada").join(folder));
    let line = "notion --local here completions bash";
    assert_eq!(settings(line, &environment).target(), local("here"));
    let line = "notion completions bash";
    assert_eq!(settings(line, &environment).target(), local("world"));
    let network = |url: &str| Target::Network { base_url: url.to_owned() };
    assert_eq!(settings(line, &environment[1..]).target(), network("http://localhost:1"));
    assert_eq!(settings(line, &[]).target(), network("https://api.notion.com"));
}

#[test]
fn an_empty_token_is_none() {
    let line = "notion completions bash";
    let both = [("NOTION_TOKEN", ""), ("NOTION_API_TOKEN", "ntn_1")];
    assert_eq!(settings(line, &both).token().unwrap(), "ntn_1");
    assert_eq!(settings(line, &[]).token().unwrap_err().code(), Exit::NotAllowed);
}
