//! `kind = "batch"`: which pages, and what to do with each.

use super::{FieldRule, Limit, Literal, Rows, field, guard, reader::Table};
use crate::problem::{Located, Problem};

/// Changes many pages in one go.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchSpec {
    /// The pages.
    pub rows: Rows,
    /// What to do with each.
    pub action: BatchAction,
    /// Values a page must have now, else it is skipped: a property and what it may be.
    pub expect: Vec<(Located<String>, Vec<Literal>)>,
    /// Leave pages alone that already have the values. True unless switched off.
    pub skip_if_unchanged: bool,
    /// Stop sending when more than this has failed.
    pub max_failures: Option<Limit>,
}

/// What a batch does with each page.
#[derive(Clone, Debug, PartialEq)]
pub enum BatchAction {
    /// Set properties.
    Update(Vec<FieldRule>),
    /// Move to the trash.
    Trash,
    /// Take back from the trash.
    Restore,
}

#[derive(Clone, Copy)]
enum Word {
    Update,
    Trash,
    Restore,
}

const ACTIONS: &[(&str, Word)] =
    &[("update", Word::Update), ("trash", Word::Trash), ("restore", Word::Restore)];

pub(super) fn read(root: &Table<'_>) -> Option<BatchSpec> {
    let rows = root.required_table("input").and_then(|input| {
        input.refuse("file", "select rows with `select = { data_source = …, filter = … }`");
        let select = input.required_table("select");
        input.finish();
        let select = select?;
        let rows = super::read_rows(&select);
        select.finish();
        rows
    });
    let action = root.required_table("action");
    let (action, expect, skip) = match action {
        Some(table) => read_action(table),
        None => (None, Vec::new(), true),
    };
    let mut max_failures = None;
    if let Some(limits) = root.table("limits") {
        max_failures = guard::read(&limits, "max_failures");
        limits.refuse("stop_on", "leave it out: a refused token or a full workspace always stop");
        limits.finish();
    }
    Some(BatchSpec { rows: rows?, action: action?, expect, skip_if_unchanged: skip, max_failures })
}

type Expectations = Vec<(Located<String>, Vec<Literal>)>;

fn read_action(table: Table<'_>) -> (Option<BatchAction>, Expectations, bool) {
    let word = table.required_text("type").and_then(|_| table.word("type", ACTIONS));
    let rules: Vec<_> = table.tables("set").into_iter().map(field::read).collect();
    let skip = table.flag("skip_if_unchanged").unwrap_or(true);
    let expect = table.entries("expect").unwrap_or_default();
    let expect = expect.into_iter().map(|(property, value)| match value.value {
        Literal::List(values) => (property, values),
        value => (property, vec![value]),
    });
    let expect = expect.collect();
    let action = match word {
        Some(Word::Update) if rules.is_empty() => {
            let message = "an update sets at least one property";
            let help = "add [[action.set]] with `to` and `const` or `from`";
            table.problem(Problem::at(table.span(), message).help(help));
            None
        }
        Some(Word::Update) => Some(BatchAction::Update(rules.into_iter().flatten().collect())),
        Some(Word::Trash | Word::Restore) if !rules.is_empty() => {
            let message = "only an update can set properties";
            table.problem(Problem::at(table.key_span("set"), message));
            None
        }
        Some(Word::Trash) => Some(BatchAction::Trash),
        Some(Word::Restore) => Some(BatchAction::Restore),
        None => None,
    };
    table.finish();
    (action, expect, skip)
}
