//! Settings: flags before the environment, the environment before what is usual.

use std::hash::{Hash as _, Hasher};
use std::path::{Path, PathBuf};

use crate::args::Global;
use crate::error::Failure;
use crate::{Exit, Host};

/// Where `NOTION_BASE_URL` points if nobody says otherwise.
const NOTION: &str = "https://api.notion.com";

/// What flags and environment say together.
pub(crate) struct Settings {
    local: Option<PathBuf>,
    record: Option<PathBuf>,
    token: Option<String>,
    base_url: Option<String>,
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
            token: variable(&["NOTION_TOKEN", "NOTION_API_TOKEN"]),
            base_url: variable(&["NOTION_BASE_URL", "NOTION_API_BASE_URL"]),
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

    /// The token.
    pub(crate) fn token(&self) -> Result<&str, Failure> {
        self.token.as_deref().ok_or_else(|| {
            Failure::new("there is no token")
                .exit(Exit::NotAllowed)
                .hint("set `NOTION_TOKEN`, or use a local Notion with `--local DIR`")
        })
    }
}

#[cfg(test)]
mod tests;
