//! How much of other people's code we carry.

use std::collections::BTreeMap;

use crate::{Failure, repository};

/// The most packages the lock file may hold, ours included.
const MOST: usize = 260;

/// Packages that may stand in the lock file twice, each with the reason.
const TWICE: &[(&str, &str)] = &[
    ("getrandom", "ring still asks for 0.2 where proptest and tempfile have moved on"),
    ("phf", "the names of emoji that comrak takes still ask for 0.13, comrak itself for 0.14"),
    ("phf_shared", "comes with phf, which is there twice"),
    ("syn", "the derive macros of the ecosystem are half way from 2 to 3"),
    ("windows-sys", "ring still asks for 0.52; neither is built outside Windows"),
];

/// What is too much.
pub(super) fn complaints() -> Result<Vec<String>, Failure> {
    Ok(look_at(&repository::read("Cargo.lock")?))
}

fn look_at(lock: &str) -> Vec<String> {
    let versions = versions(lock);
    let count: usize = versions.values().map(Vec::len).sum();
    let mut complaints = Vec::new();
    if count > MOST {
        complaints.push(format!("Cargo.lock holds {count} packages; {MOST} is the limit"));
    }
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        if !TWICE.iter().any(|(known, _)| known == name) {
            let versions = versions.join(" and ");
            complaints.push(format!(
                "Cargo.lock holds {name} {versions}; use one, or give the reason in \
                 xtask/src/tidy/lock.rs"
            ));
        }
    }
    let stale = TWICE.iter().filter(|(name, _)| versions.get(name).is_none_or(|it| it.len() < 2));
    complaints.extend(stale.map(|(name, _)| {
        format!("{name} is no longer twice in Cargo.lock; take it off the list in xtask/src/tidy/lock.rs")
    }));
    complaints
}

/// The versions of each package. The lock file writes `name` and `version` on lines of their own.
fn versions(lock: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut name = None;
    for line in lock.lines() {
        if let Some(it) = field(line, "name") {
            name = Some(it);
        } else if let (Some(version), Some(name)) = (field(line, "version"), name.take()) {
            versions.entry(name).or_default().push(version);
        }
    }
    versions
}

fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix(name)?.strip_prefix(" = \"")?.strip_suffix('"')
}
