//! What a local Notion is to go through, as one TOML file: faults, webhooks and budgets.

use std::fmt::Write as _;

use serde::Deserialize;

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
struct File {
    #[serde(default)]
    fault: Vec<toml::Spanned<fault::Table>>,
    #[serde(default)]
    webhook: Vec<toml::Spanned<webhook::Table>>,
    budget: Option<toml::Spanned<BudgetTable>>,
}

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
        let file: File = toml::from_str(text)
            .map_err(|error| ScenarioError(error.to_string().trim_end().to_owned()))?;
        let mut scenario = Self::default();
        let mut problems: Vec<(usize, String)> = Vec::new();
        let mut note = |start: usize, problem| {
            problems.push((1 + text[..start].matches('\n').count(), problem));
        };
        for table in file.fault {
            let start = table.span().start;
            match table.into_inner().rule() {
                Ok(fault) => scenario.faults.push(fault),
                Err(problem) => note(start, problem),
            }
        }
        for table in file.webhook {
            let start = table.span().start;
            match table.into_inner().webhook() {
                Ok(webhook) => scenario.webhooks.push(webhook),
                Err(problem) => note(start, problem),
            }
        }
        if let Some(table) = file.budget {
            let start = table.span().start;
            match table.into_inner().budget() {
                Ok(budget) => scenario.budget = Some(budget),
                Err(problem) => note(start, problem),
            }
        }
        if problems.is_empty() {
            return Ok(scenario);
        }
        problems.sort();
        let mut told = String::new();
        for (line, problem) in problems {
            let _ = writeln!(told, "line {line}: {problem}");
        }
        Err(ScenarioError(told))
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
