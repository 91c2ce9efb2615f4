//! `kind = "migrate"`: rows of one data source become rows of another, content included.

use super::{FieldRule, Rows, field, reader::Table, sync::read_marker};
use crate::problem::{Located, Problem};

/// Carries rows and their content to another schema.
#[derive(Clone, Debug, PartialEq)]
pub struct MigrateSpec {
    /// The rows to carry.
    pub source: Rows,
    /// Where they go.
    pub target: MigrateTarget,
    /// The text property that holds each new row's marker.
    pub marker: Located<String>,
    /// Add missing properties, the marker's included.
    pub create_schema: bool,
    /// How the new properties get their values.
    pub fields: Vec<FieldRule>,
    /// Source properties that are left behind on purpose.
    pub drop: Vec<Located<String>>,
    /// Copy the blocks of each page. True unless switched off.
    pub content: bool,
    /// What happens to content that cannot be recreated.
    pub lossy: OnLossy,
}

/// Where migrated rows go.
#[derive(Clone, Debug, PartialEq)]
pub enum MigrateTarget {
    /// A data source that exists.
    Existing(Located<String>),
    /// A database to be created.
    New {
        /// The page it is created under: a name, an id or a URL.
        parent: Located<String>,
        /// Its title.
        title: Located<String>,
    },
}

impl MigrateTarget {
    /// What the target is called in messages.
    pub fn name(&self) -> &str {
        match self {
            Self::Existing(name) => name,
            Self::New { title, .. } => title,
        }
    }
}

/// What happens to content that cannot be recreated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnLossy {
    /// The plan lists it.
    Report,
    /// The plan fails and lists it.
    Fail,
}

pub(super) fn read(root: &Table<'_>) -> Option<MigrateSpec> {
    root.text("id");
    let source = root.required_table("source").and_then(|table| {
        let rows = super::read_rows(&table);
        table.finish();
        rows
    });
    let target = root.required_table("target").map(read_target);
    let drop = root.texts("drop").unwrap_or_default();
    let tables = root.tables("field");
    if tables.is_empty() && !root.has("field") {
        let message = "the migration does not say which properties the new rows get";
        let help = "add [[field]] with `from` and `to`, one for the title at least";
        root.problem(Problem::at(root.span(), message).help(help));
    }
    let fields = tables.into_iter().filter_map(field::read).collect();
    let (content, lossy) = root.table("strategy").map_or((true, None), read_strategy);
    for key in ["files", "relations", "catch_up", "cutover", "body"] {
        root.refuse(key, "leave it out: what cannot be carried is listed in the plan");
    }
    if let Some(verify) = root.table("verify") {
        for key in ["properties", "body"] {
            verify.refuse(key, "leave it out: every property and every block is compared");
        }
        verify.finish();
    }
    let (target, marker, create_schema) = target?;
    Some(MigrateSpec {
        source: source?,
        target: target?,
        marker,
        create_schema,
        fields,
        drop,
        content,
        lossy: lossy.unwrap_or(OnLossy::Report),
    })
}

fn read_target(table: Table<'_>) -> (Option<MigrateTarget>, Located<String>, bool) {
    let marker = read_marker(&table);
    let create_schema = table.flag("create_schema").unwrap_or(false);
    let target = if table.has("create") {
        if table.has("data_source") {
            let message = "`data_source` and `create` exclude each other";
            table.problem(Problem::at(table.key_span("create"), message));
        }
        table.text("data_source");
        table.table("create").and_then(|create| {
            let (parent, title) = (create.required_text("parent"), create.required_text("title"));
            create.finish();
            Some(MigrateTarget::New { parent: parent?, title: title? })
        })
    } else {
        table.refuse("create", "");
        table.required_text("data_source").map(MigrateTarget::Existing)
    };
    table.finish();
    (target, marker, create_schema)
}

fn read_strategy(table: Table<'_>) -> (bool, Option<OnLossy>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Content {
        Blocks,
        None,
    }
    let words = [("auto", Content::Blocks), ("blocks", Content::Blocks), ("none", Content::None)];
    let content = table.word("default", &words).unwrap_or(Content::Blocks);
    let lossy = table.word("lossy", &[("report", OnLossy::Report), ("fail", OnLossy::Fail)]);
    table.refuse("preserve", "carry created times with a [[field]] of their own");
    table.finish();
    (content == Content::Blocks, lossy)
}
