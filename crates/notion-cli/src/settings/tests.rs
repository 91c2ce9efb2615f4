//! What wins over what.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use clap::Parser as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use notion_client::Budget;

use super::{Settings, Target};
use crate::args::Args;
use crate::{Answers, Exit, Host, Interrupts, Stream};

fn settings(line: &str, environment: &[(&str, &str)]) -> Settings {
    let args = Args::try_parse_from(line.split(' ')).unwrap();
    Settings::new(&args.global, &host(environment))
}

fn host(environment: &[(&str, &str)]) -> Host {
    Host {
        environment: environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        folder: std::env::temp_dir(),
        stdin: Box::new(io::empty()),
        answers: Answers::Nobody,
        stdout: Stream::pipe(io::sink()),
        stderr: Stream::pipe(io::sink()),
        now: Arc::new(|| Timestamp::UNIX_EPOCH),
        zone: TimeZone::UTC,
        interrupts: Interrupts::Never,
    }
}

#[test]
fn flags_win_over_the_environment() {
    let environment = [("NOTION_LOCAL", "world"), ("NOTION_BASE_URL", "http://localhost:1/v1/")];
    let local = |folder: &str| Target::Local(std::env::temp_dir().join(folder));
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
    assert!(settings(line, &both).token(&host(&both)).is_ok());
    assert_eq!(settings(line, &[]).token(&host(&[])).unwrap_err().code(), Exit::NotAllowed);
}

#[cfg(unix)]
#[test]
fn a_command_may_tell_the_token() {
    let token = |environment: &[(&str, &str)]| {
        settings("notion completions bash", environment).token(&host(environment))
    };
    assert!(token(&[("NOTION_TOKEN_COMMAND", "echo ntn_$NAME"), ("NAME", "1")]).is_ok());
    // Who sets both means the token.
    assert!(token(&[("NOTION_TOKEN_COMMAND", "exit 1"), ("NOTION_TOKEN", "ntn_1")]).is_ok());
    let failure = token(&[("NOTION_TOKEN_COMMAND", "echo ntn_1; exit 1")]).unwrap_err();
    assert_eq!(failure.code(), Exit::NotAllowed);
    insta::assert_snapshot!(failure.message(), @"`sh`, which should tell the token, failed: exit status: 1");
}

#[test]
fn the_budget_is_that_of_the_plan() {
    let budget = |environment: &[(&str, &str)]| {
        settings("notion completions bash", environment)
            .budget()
            .map_err(|it| it.causes().join(": "))
    };
    assert_eq!(budget(&[]), Ok(Budget::Standard));
    assert_eq!(budget(&[("NOTION_BUDGET", "auto")]), Ok(Budget::Auto));
    assert!(budget(&[("NOTION_BUDGET", "much")]).unwrap_err().contains("`much` is not a budget"));
}

#[test]
fn a_spec_may_name_the_variable_of_the_token() {
    let token = |variable: &str, environment: &[(&str, &str)]| {
        let host = host(environment);
        let mut settings = settings("notion completions bash", environment);
        settings.name_token(Some(variable), &host);
        settings.token(&host).map_err(|failure| failure.message().to_owned())
    };
    let usual = ("NOTION_API_TOKEN", "ntn_1");
    assert!(token("NOTION_TOKEN", &[usual]).is_ok());
    assert!(token("WORK", &[("NOTION_TOKEN", "two words"), ("WORK", "ntn_2")]).is_ok());
    // The token at hand would reach another workspace.
    let missing = token("WORK", &[usual]).unwrap_err();
    insta::assert_snapshot!(missing, @"there is no token in `WORK`, which the spec names");
}
