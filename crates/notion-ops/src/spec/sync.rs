//! `kind = "sync"`: one source, the targets that follow it, and what may be done to them.

use super::{FieldRule, Limit, Rows, field, guard, reader::Table};
use crate::problem::{Located, Problem};

/// Keeps data sources in step with another one.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncSpec {
    /// The rows to follow.
    pub source: Rows,
    /// What no run may exceed.
    pub guards: Guards,
    /// Who follows.
    pub targets: Vec<SyncTarget>,
}

/// What no run may exceed; checked before the first write.
#[derive(Clone, Debug, PartialEq)]
pub struct Guards {
    /// The most rows to trash, of those that are linked. Default 2 %.
    pub max_delete: Limit,
    /// The most rows to update, of those that are linked. Default: all.
    pub max_update: Limit,
    /// The fewest rows the source must have. Default 1: an empty source never empties a target.
    pub min_source_rows: u64,
    /// Pages that must be visible, else the run stops: proof that access was not withdrawn.
    pub canary: Vec<Located<String>>,
}

impl Default for Guards {
    fn default() -> Self {
        Self {
            max_delete: Limit::Percent(2.0),
            max_update: Limit::Percent(100.0),
            min_source_rows: 1,
            canary: Vec::new(),
        }
    }
}

/// One data source that follows the source.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncTarget {
    /// Its name in plans and reports.
    pub name: String,
    /// Where its rows are.
    pub data_source: Located<String>,
    /// Which of the source's rows it gets. `None`: all.
    pub only: Option<Located<String>>,
    /// The text property that holds each row's marker.
    pub marker: Located<String>,
    /// Add missing properties, the marker's included.
    pub create_schema: bool,
    /// A source row was trashed. Default: trash.
    pub source_trashed: OnGone,
    /// A source row no longer passes the filter. Default: keep.
    pub source_leaves_filter: OnGone,
    /// A target row was trashed by somebody. Default: create it again.
    pub target_trashed: OnTargetTrashed,
    /// How its properties get their values.
    pub map: Vec<FieldRule>,
}

/// What happens to a target row whose source row is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnGone {
    /// It goes to the trash too.
    Trash,
    /// It stays as it is, and the plan says so.
    Keep,
    /// It stays, and is no longer ours.
    Unlink,
}

/// What happens when somebody trashed a target row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnTargetTrashed {
    /// A new row is created.
    Recreate,
    /// The link is forgotten and the source row left alone from now on.
    Unlink,
}

const GONE: &[(&str, OnGone)] =
    &[("trash", OnGone::Trash), ("keep", OnGone::Keep), ("unlink", OnGone::Unlink)];
const TRASHED: &[(&str, OnTargetTrashed)] =
    &[("recreate", OnTargetTrashed::Recreate), ("unlink", OnTargetTrashed::Unlink)];

pub(super) fn read(root: &Table<'_>) -> Option<SyncSpec> {
    let source = root.required_table("source").and_then(|table| {
        let rows = super::read_rows(&table);
        table.finish();
        rows
    });
    root.refuse("schedule", "leave it out: every run reads both sides in full");
    let guards = root.table("guards").map(read_guards).unwrap_or_default();
    let tables = root.tables("target");
    if tables.is_empty() && !root.has("target") {
        root.problem(
            Problem::at(root.span(), "a sync needs at least one target").help("add [[target]]"),
        );
        return None;
    }
    let targets: Vec<_> = tables.into_iter().filter_map(read_target).collect();
    let mut names: Vec<&str> = Vec::new();
    for target in &targets {
        if names.contains(&target.name.as_str()) {
            let message = format!("two targets are called `{}`", target.name);
            root.problem(target.data_source.problem(message).help("give each its own `name`"));
        }
        names.push(&target.name);
    }
    Some(SyncSpec { source: source?, guards, targets })
}

fn read_guards(table: Table<'_>) -> Guards {
    let usual = Guards::default();
    let guards = Guards {
        max_delete: guard::read(&table, "max_delete").unwrap_or(usual.max_delete),
        max_update: guard::read(&table, "max_update").unwrap_or(usual.max_update),
        min_source_rows: table
            .number("min_source_rows", 0)
            .map_or(usual.min_source_rows, |it| u64::from(it.value)),
        canary: table.texts("canary").unwrap_or_default(),
    };
    table.finish();
    guards
}

fn read_target(table: Table<'_>) -> Option<SyncTarget> {
    let data_source = table.required_text("data_source");
    let name = table.text("name");
    let only = table.text("where").filter(|it| !it.trim().is_empty());
    if let Some(word) = table.text("direction").filter(|it| it.value != "one_way") {
        let message = format!("`direction = \"{}\"` is not supported yet", word.value);
        table.problem(word.problem(message).help("write \"one_way\" or leave it out"));
    }
    let marker = read_marker(&table);
    let create_schema = table.flag("create_schema").unwrap_or(false);
    let (mut trashed, mut leaves, mut target) = (None, None, None);
    if let Some(on) = table.table("on") {
        trashed = on.word("source_trashed", GONE);
        leaves = on.word("source_leaves_filter", GONE);
        target = on.word("target_trashed", TRASHED);
        for key in [
            "source_archived",
            "source_missing",
            "target_missing",
            "edit_vs_delete",
            "unlinked_target_rows",
        ] {
            on.refuse(key, "leave it out: such rows are reported and never changed");
        }
        on.finish();
    }
    for key in ["adopt", "conflict"] {
        table.refuse(key, "leave it out: rows are recognised by their marker");
    }
    table.refuse("body", "leave it out: a sync carries properties");
    let maps = table.tables("map");
    if maps.is_empty() && !table.has("map") {
        let message = "the target does not say which properties it gets";
        let help = "add [[target.map]] with `from` and `to`";
        table.problem(Problem::at(table.span(), message).help(help));
    }
    let map: Vec<FieldRule> = maps.into_iter().filter_map(field::read).collect();
    table.finish();
    let data_source = data_source?;
    Some(SyncTarget {
        name: name.map_or_else(|| data_source.value.clone(), |it| it.value),
        data_source,
        only,
        marker,
        create_schema,
        source_trashed: trashed.unwrap_or(OnGone::Trash),
        source_leaves_filter: leaves.unwrap_or(OnGone::Keep),
        target_trashed: target.unwrap_or(OnTargetTrashed::Recreate),
        map,
    })
}

/// `marker = { property = "Source ID" }`, `marker = "Source ID"`, or the usual name.
pub(super) fn read_marker(table: &Table<'_>) -> Located<String> {
    const USUAL: &str = "Source ID";
    if let Some(marker) = table.table_if("marker") {
        let property = marker.text("property");
        if let Some(format) = marker.text("format").filter(|it| it.value != "ns:uuid") {
            let message = format!("the marker format `{}` is not supported yet", format.value);
            marker.problem(format.problem(message).help("write \"ns:uuid\" or leave it out"));
        }
        marker.refuse("keep", "leave it out: the marker property stays");
        marker.finish();
        return property.unwrap_or_else(|| USUAL.into());
    }
    table.text("marker").unwrap_or_else(|| USUAL.into())
}
