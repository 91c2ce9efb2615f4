//! What a local Notion is to go through, as one TOML file: faults, webhooks and budgets.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::budget::{Budget, Window};
use crate::fault::{self, Fault};
use crate::webhook::{self, Webhook};

/// What goes wrong, who is told of changes, and how much may be asked. The README shows all keys.
///
/// ```
/// use notion_emulator::{Emulator, Scenario};
///
/// let scenario = Scenario::parse(
///     r#"
///     [budget]
///     connection = "180/60"
///
///     [[fault]]
///     method = "POST"
///     path = "/v1/pages"
///     nth = 3
///     status = 503
///     committed = true
///
///     [[webhook]]
///     url = "http://127.0.0.1:9000/notion"
///     "#,
/// )?;
/// let emulator = Emulator::builder().scenario(scenario).build();
/// # Ok::<(), notion_emulator::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// The rules of what goes wrong, in their order.
    pub faults: Vec<Fault>,
    /// The subscriptions.
    pub webhooks: Vec<Webhook>,
    /// The budgets; those of the builder if there are none.
    pub budget: Option<Budget>,
}

/// A scenario that cannot be used: all that is wrong with it, with line numbers.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the scenario cannot be used:\n{0}")]
pub struct ScenarioError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BudgetTable {
    connection: Option<String>,
    workspace: Option<String>,
}

impl Scenario {
    /// Reads a file of `[[fault]]`, `[[webhook]]` and `[budget]` tables.
    ///
    /// # Errors
    /// [`ScenarioError`] if the text is not TOML, has unknown keys, or a table contradicts itself.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let mut scenario = Self::default();
        let mut problems = Problems { text, found: BTreeSet::new() };
        let document = DeTable::parse(text)
            .map_err(|error| ScenarioError(error.to_string().trim_end().to_owned()))?;
        for (name, value) in document.into_inner() {
            let start = name.span().start;
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("fault", DeValue::Array(_)) => {
                    let rules = problems.tables(value, fault::Table::rule);
                    scenario.faults.extend(rules);
                }
                ("webhook", DeValue::Array(_)) => {
                    let webhooks = problems.tables(value, webhook::Table::webhook);
                    scenario.webhooks.extend(webhooks);
                }
                ("budget", DeValue::Table(_)) => {
                    scenario.budget = problems.table(value, BudgetTable::budget);
                }
                (name @ ("fault" | "webhook"), _) => {
                    problems.note(start, format!("there may be many of them: write `[[{name}]]`"));
                }
                ("budget", _) => problems.note(start, "write `[budget]`"),
                (name, _) => {
                    let known = "`[[fault]]`, `[[webhook]]` and `[budget]`";
                    problems.note(start, format!("`{name}` means nothing here; there are {known}"));
                }
            }
        }
        problems.none_or_all().map(|()| scenario)
    }
}

/// What is wrong with a text, by line.
struct Problems<'t> {
    text: &'t str,
    found: BTreeSet<(usize, String)>,
}

impl Problems<'_> {
    /// Notes what is wrong at this byte of the text.
    fn note(&mut self, at: usize, problem: impl Into<String>) {
        let before = self.text.get(..at).unwrap_or(self.text);
        self.found.insert((1 + before.matches('\n').count(), problem.into()));
    }

    /// Reads the tables of a list, and of each what it means.
    fn tables<T: DeserializeOwned, M>(
        &mut self,
        list: Spanned<DeValue<'_>>,
        meaning: fn(T) -> Result<M, String>,
    ) -> Vec<M> {
        let DeValue::Array(items) = list.into_inner() else { return Vec::new() };
        items.into_iter().filter_map(|item| self.table(item, meaning)).collect()
    }

    /// Reads a table, first key by key: a whole table would end with the first key that is wrong.
    fn table<T: DeserializeOwned, M>(
        &mut self,
        value: Spanned<DeValue<'_>>,
        meaning: fn(T) -> Result<M, String>,
    ) -> Option<M> {
        let span = value.span();
        let DeValue::Table(members) = value.into_inner() else {
            self.note(span.start, "this is no table");
            return None;
        };
        let known = self.found.len();
        for (key, value) in &members {
            let mut alone = DeTable::new();
            alone.insert(key.clone(), value.clone());
            let alone = toml::Deserializer::from(Spanned::new(span.clone(), alone));
            if let Err(error) = T::deserialize(alone) {
                let at = error.span().filter(|it| it.start > span.start).unwrap_or(key.span());
                let key = key.get_ref();
                let message = error.message();
                let is_said = message.contains(&format!("`{key}`"));
                let message =
                    if is_said { message.to_owned() } else { format!("`{key}`: {message}") };
                self.note(at.start, message);
            }
        }
        if self.found.len() > known {
            return None;
        }
        let whole = toml::Deserializer::from(Spanned::new(span.clone(), members));
        let read = T::deserialize(whole).map_err(|error| error.message().to_owned());
        match read.and_then(meaning) {
            Ok(meant) => Some(meant),
            Err(problem) => {
                self.note(span.start, problem);
                None
            }
        }
    }

    fn none_or_all(self) -> Result<(), ScenarioError> {
        if self.found.is_empty() {
            return Ok(());
        }
        let told = self.found.iter().map(|(line, problem)| format!("line {line}: {problem}"));
        Err(ScenarioError(told.collect::<Vec<_>>().join("\n")))
    }
}

impl BudgetTable {
    fn budget(self) -> Result<Budget, String> {
        let window = |text: Option<String>| match text {
            None => Ok(None),
            Some(text) => window(&text).map(Some).ok_or_else(|| {
                format!("{text:?} is no budget: give requests and seconds, such as \"180/60\"")
            }),
        };
        Ok(Budget { connection: window(self.connection)?, workspace: window(self.workspace)? })
    }
}

/// `180/60`
fn window(text: &str) -> Option<Window> {
    let (requests, seconds) = text.split_once('/')?;
    let seconds = seconds.trim().parse().ok().filter(|seconds| *seconds > 0)?;
    Some(Window { requests: requests.trim().parse().ok()?, seconds })
}

#[cfg(test)]
mod tests;
