//! Which crate may use which, and which crates must never contain a runtime or a network.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{Failure, shell};

/// Which of our crates each of our crates may use. Every crate of the workspace stands here.
const LAYERS: &[(&str, &[&str])] = &[
    ("notion-model", &[]),
    ("notion-filter", &["notion-model"]),
    ("notion-md", &["notion-model"]),
    ("notion-client", &["notion-model"]),
    ("notion-emulator", &["notion-model", "notion-filter", "notion-md"]),
    ("notion-ops", &["notion-model", "notion-filter", "notion-md", "notion-client"]),
    ("notion-cli", EVERYTHING),
    ("notion-tests", EVERYTHING),
    ("xtask", EVERYTHING),
];

/// What the tests of a crate may use beyond its layer. The emulator is what the others are tested
/// against; it must itself never use the client, not even there, or both could be wrong together.
///
/// Of `notion-tests` they use the library, which only says where recordings go.
const TEST_LAYERS: &[(&str, &[&str])] = &[
    ("notion-md", &["notion-tests"]),
    ("notion-client", &["notion-emulator", "notion-tests"]),
    ("notion-emulator", &["notion-tests"]),
    ("notion-ops", &["notion-emulator", "notion-tests"]),
];

/// For the crates on top.
const EVERYTHING: &[&str] = &[
    "notion-model",
    "notion-filter",
    "notion-md",
    "notion-client",
    "notion-emulator",
    "notion-ops",
    "notion-cli",
];

/// Crates that do no input and output, and what must therefore not be found below them.
const PURE: &[&str] = &["notion-model", "notion-filter", "notion-md"];
const IMPURE: &[&str] = &["tokio", "reqwest", "hyper", "rusqlite", "socket2", "mio"];

/// Every arrow that must not be.
pub(super) fn complaints() -> Result<Vec<String>, Failure> {
    let metadata = shell::output(&mut shell::cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--offline",
    ]))?;
    let metadata: Value = serde_json::from_slice(&metadata)
        .map_err(|error| format!("`cargo metadata` cannot be read: {error}"))?;
    let mut complaints = arrows(&metadata);
    let graph = Graph::read(&metadata);
    for name in PURE {
        let below = graph.below(name);
        complaints.extend(
            IMPURE
                .iter()
                .filter(|it| below.contains(**it))
                .map(|it| format!("{name} does no input and output, but contains {it}")),
        );
    }
    Ok(complaints)
}

fn arrows(metadata: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    let members = strings(&metadata["workspace_members"]);
    let packages = list(&metadata["packages"]);
    for package in packages.iter().filter(|it| members.contains(&text(&it["id"]))) {
        let name = text(&package["name"]);
        let Some((_, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == name) else {
            complaints
                .push(format!("{name} has no layer; give it one in xtask/src/tidy/layers.rs"));
            continue;
        };
        let in_tests =
            TEST_LAYERS.iter().find(|(layer, _)| *layer == name).map_or(&[][..], |it| it.1);
        for dependency in list(&package["dependencies"]) {
            let used = text(&dependency["name"]);
            let ours = used.starts_with("notion-") || used == "xtask";
            let for_tests = text(&dependency["kind"]) == "dev";
            let fine = allowed.contains(&used) || (for_tests && in_tests.contains(&used));
            if ours && !fine {
                complaints
                    .push(format!("{name} must not use {used}: the arrows point the other way"));
            }
        }
    }
    complaints
}

/// What each package uses when it is built, by package id.
struct Graph<'a> {
    names: BTreeMap<&'a str, &'a str>,
    uses: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Graph<'a> {
    fn read(metadata: &'a Value) -> Self {
        let names = list(&metadata["packages"])
            .iter()
            .map(|it| (text(&it["id"]), text(&it["name"])))
            .collect();
        let uses = list(&metadata["resolve"]["nodes"])
            .iter()
            .map(|node| {
                let built = list(&node["deps"]).iter().filter(|it| is_built(it));
                (text(&node["id"]), built.map(|it| text(&it["pkg"])).collect())
            })
            .collect();
        Self { names, uses }
    }

    /// The names of everything below a package.
    fn below(&self, name: &str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> =
            self.names.iter().filter(|(_, it)| **it == name).map(|(id, _)| *id).collect();
        while let Some(id) = open.pop() {
            for used in self.uses.get(id).into_iter().flatten() {
                if self.names.get(used).is_some_and(|name| found.insert(*name)) {
                    open.push(used);
                }
            }
        }
        found
    }
}

/// Whether a dependency is part of the build, and not only of tests.
fn is_built(dependency: &Value) -> bool {
    list(&dependency["dep_kinds"]).iter().any(|it| text(&it["kind"]) != "dev")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn strings(value: &Value) -> Vec<&str> {
    list(value).iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_wrong_arrow_is_found() {
        let metadata = json!({
            "workspace_members": ["a", "b"],
            "packages": [
                { "id": "a", "name": "notion-emulator", "dependencies": [
                    { "name": "notion-client", "kind": "dev" }, { "name": "notion-model", "kind": null },
                ] },
                { "id": "b", "name": "notion-ops", "dependencies": [
                    { "name": "notion-emulator", "kind": "dev" },
                ] },
            ],
        });
        assert_eq!(
            super::arrows(&metadata),
            ["notion-emulator must not use notion-client: the arrows point the other way"]
        );
    }
}
