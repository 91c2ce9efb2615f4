//! Settings: flags before the environment, the environment before what is usual.

use std::hash::{Hash as _, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use notion_client::{Budget, Token};

use crate::args::Global;
use crate::error::Failure;
use crate::{Exit, Host};

/// Where `NOTION_BASE_URL` points if nobody says otherwise.
const NOTION: &str = "https://api.notion.com";

/// The variable that usually holds the token.
const TOKEN: &str = "NOTION_TOKEN";

/// What flags and environment say together.
pub(crate) struct Settings {
    local: Option<PathBuf>,
    record: Option<PathBuf>,
    token: Option<Source>,
    /// The variable that alone may hold the token, if a spec names one.
    token_variable: Option<String>,
    base_url: Option<String>,
    budget: Option<String>,
    budget_file: Option<PathBuf>,
}

/// Where the token comes from.
#[derive(Hash)]
enum Source {
    /// The variable holds it.
    Text(String),
    /// A line for the shell, which writes it.
    Command(String),
}

/// Which Notion a command talks to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    /// The built-in one, kept in a folder.
    Local(PathBuf),
    /// One that is reached through the network.
    Network {
        /// The address up to `/v1`, without a slash at the end.
        base_url: String,
    },
}

impl Settings {
    pub(crate) fn new(global: &Global, host: &Host) -> Self {
        let variable =
            |names: &[&str]| names.iter().find_map(|name| host.variable(name)).map(str::to_owned);
        let path = |flag: &Option<PathBuf>, name| {
            let path = flag.clone().or_else(|| variable(&[name]).map(PathBuf::from));
            path.map(|path| host.path(path))
        };
        Self {
            local: path(&global.local, "NOTION_LOCAL"),
            record: path(&global.record, "NOTION_RECORD"),
            token: variable(&[TOKEN, "NOTION_API_TOKEN"])
                .map(Source::Text)
                .or_else(|| variable(&["NOTION_TOKEN_COMMAND"]).map(Source::Command)),
            token_variable: None,
            base_url: variable(&["NOTION_BASE_URL", "NOTION_API_BASE_URL"]),
            budget: variable(&["NOTION_BUDGET"]),
            budget_file: path(&None, "NOTION_BUDGET_FILE"),
        }
    }

    /// Takes the token from the variable that a spec names, and from nowhere else: another token is one
    /// of another workspace. The usual name stands for all usual ways.
    pub(crate) fn name_token(&mut self, variable: Option<&str>, host: &Host) {
        if let Some(name) = variable.filter(|name| *name != TOKEN) {
            self.token = host.variable(name).map(|text| Source::Text(text.to_owned()));
            self.token_variable = Some(name.to_owned());
        }
    }

    /// Which Notion is meant.
    pub(crate) fn target(&self) -> Target {
        match (&self.local, &self.base_url) {
            (Some(folder), _) => Target::Local(folder.clone()),
            (None, url) => {
                let url = url.as_deref().unwrap_or(NOTION).trim_end_matches('/');
                // Both forms are in use: with the version of the path and without.
                let base_url = url.strip_suffix("/v1").unwrap_or(url).to_owned();
                Target::Network { base_url }
            }
        }
    }

    /// Whether there is a Notion that can be asked.
    pub(crate) const fn reaches_notion(&self) -> bool {
        self.local.is_some() || self.token.is_some()
    }

    /// Tells workspaces apart, without telling the token: a name means something else in each.
    pub(crate) fn workspace(&self, hasher: &mut impl Hasher) {
        match self.target() {
            Target::Local(folder) => folder.hash(hasher),
            Target::Network { base_url } => (base_url, &self.token).hash(hasher),
        }
    }

    /// The file that exchanges are appended to, if any is.
    pub(crate) fn record(&self) -> Option<&Path> {
        self.record.as_deref()
    }

    /// How many requests Notion grants.
    pub(crate) fn budget(&self) -> Result<Budget, Failure> {
        let Some(text) = &self.budget else { return Ok(Budget::default()) };
        text.parse().map_err(|error| {
            Failure::usage("the budget cannot be used")
                .because(&error)
                .hint("look at `NOTION_BUDGET`")
        })
    }

    /// The file through which the budget is shared with other processes, if it is.
    pub(crate) fn budget_file(&self) -> Option<&Path> {
        self.budget_file.as_deref()
    }

    /// The token.
    pub(crate) fn token(&self, host: &Host) -> Result<Token, Failure> {
        match &self.token {
            Some(Source::Text(text)) => Ok(Token::new(text)?),
            Some(Source::Command(line)) => {
                Token::from_command(&mut shell(line, host)).map_err(|error| {
                    Failure::of(&error)
                        .exit(Exit::NotAllowed)
                        .hint("look at `NOTION_TOKEN_COMMAND`")
                })
            }
            None => {
                let name = self.token_variable.as_deref().unwrap_or(TOKEN);
                let failure = match &self.token_variable {
                    None => Failure::new("there is no token"),
                    Some(name) => {
                        Failure::new(format!("there is no token in `{name}`, which the spec names"))
                    }
                };
                let hint = format!("set `{name}`, or use a local Notion with `--local DIR`");
                Err(failure.exit(Exit::NotAllowed).hint(hint))
            }
        }
    }
}

/// A line of the user's, as their shell would run it.
fn shell(line: &str, host: &Host) -> Command {
    let (program, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(program);
    command.args([flag, line]).current_dir(&host.folder).env_clear().envs(&host.environment);
    command
}

#[cfg(test)]
mod tests;
