//! The rule for one target property: where its value comes from and what happens to it on the way.

use super::{literal::Literal, reader::Table};
use crate::problem::{Located, Problem};

/// How one property of the target gets its value.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRule {
    /// The target property's name.
    pub to: Located<String>,
    /// Where the value comes from.
    pub source: FieldSource,
    /// The type of the target property. Needed only where the schema is derived from the rules.
    pub cast: Option<Located<Cast>>,
    /// What each source value becomes. Empty leaves values as they are.
    pub values: Vec<(Located<String>, Located<Literal>)>,
    /// What happens to values that `values` does not name.
    pub on_unmapped: OnUnmapped,
    /// What an empty value becomes.
    pub default: Option<Located<Literal>>,
    /// What happens to a value that the target's type cannot hold.
    pub on_error: OnError,
}

/// Where a field's value comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldSource {
    /// Another property.
    From(Located<String>),
    /// The spec itself.
    Const(Located<Literal>),
    /// Several properties as one text.
    Concat {
        /// The properties, in order.
        parts: Vec<Located<String>>,
        /// What stands between them.
        separator: String,
    },
}

/// A value that the value map does not name.
#[derive(Clone, Debug, PartialEq)]
pub enum OnUnmapped {
    /// The plan fails and names it.
    Error,
    /// It stays as it is.
    Keep,
    /// It becomes empty, and the plan says so.
    Null,
    /// It becomes this, and the plan says so.
    Default(Located<Literal>),
}

/// A value that the target's type cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// The plan fails and names it.
    Fail,
    /// It becomes empty, and the plan says so.
    Null,
    /// It becomes the field's `default`, and the plan says so.
    Default,
}

/// The property types a value can be turned into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cast {
    /// The row's title.
    Title,
    /// Rich text.
    RichText,
    /// A number.
    Number,
    /// One option.
    Select,
    /// Several options.
    MultiSelect,
    /// One option of a workflow.
    Status,
    /// A date, with or without time and end.
    Date,
    /// People of the workspace.
    People,
    /// True or false.
    Checkbox,
    /// A link.
    Url,
    /// An e-mail address.
    Email,
    /// A telephone number.
    PhoneNumber,
    /// Other rows.
    Relation,
}

const CASTS: &[(&str, Cast)] = &[
    ("title", Cast::Title),
    ("rich_text", Cast::RichText),
    ("number", Cast::Number),
    ("select", Cast::Select),
    ("multi_select", Cast::MultiSelect),
    ("status", Cast::Status),
    ("date", Cast::Date),
    ("people", Cast::People),
    ("checkbox", Cast::Checkbox),
    ("url", Cast::Url),
    ("email", Cast::Email),
    ("phone_number", Cast::PhoneNumber),
    ("relation", Cast::Relation),
];

impl Cast {
    /// Notion's word for the type.
    pub fn word(self) -> &'static str {
        CASTS.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }

    /// The type with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        CASTS.iter().find(|(it, _)| *it == word).map(|(_, cast)| *cast)
    }
}

/// Reads `[[field]]`, `[[target.map]]` or `[[action.set]]`.
pub(super) fn read(table: Table<'_>) -> Option<FieldRule> {
    let to = table.required_text("to");
    let source = read_source(&table);
    let cast_at = table.text("cast");
    let cast = cast_at.and_then(|text| table.word("cast", CASTS).map(|cast| text.map(|_| cast)));
    let values = table.entries("values").unwrap_or_default();
    let on_unmapped = read_on_unmapped(&table, !values.is_empty());
    let default = table.literal("default");
    let on_error = table
        .word(
            "on_error",
            &[("fail", OnError::Fail), ("null", OnError::Null), ("default", OnError::Default)],
        )
        .unwrap_or(OnError::Fail);
    if on_error == OnError::Default && default.is_none() {
        let message = "`on_error = \"default\"` needs a `default`";
        table.problem(Problem::at(table.key_span("on_error"), message));
    }
    for key in ["expr", "split", "lookup", "parse_date", "parse_number", "relation", "into"] {
        table.refuse(key, "use `from`, `const` or `concat`, with `values` and `cast`");
    }
    table.refuse("conflict", "leave it out: a one-way sync has no conflicts");
    if let Some(owner) = table.text("owner").filter(|it| it.value != "source") {
        let message = format!("`owner = \"{}\"` is not supported yet", owner.value);
        table.problem(owner.problem(message).help("a one-way sync is owned by the source"));
    }
    table.finish();
    let (to, source) = (to?, source?);
    Some(FieldRule { to, source, cast, values, on_unmapped, default, on_error })
}

fn read_source(table: &Table<'_>) -> Option<FieldSource> {
    let given: Vec<_> =
        ["from", "const", "concat"].into_iter().filter(|it| table.has(it)).collect();
    // Asked for one by one, so that a misspelt key finds its neighbour.
    let from = table.text("from").map(FieldSource::From);
    let constant = table.literal("const").map(FieldSource::Const);
    let separator = table.text("sep").map_or_else(|| " ".to_owned(), |it| it.value);
    let concat = table.texts("concat").map(|parts| FieldSource::Concat { parts, separator });
    if given.len() > 1 {
        let message = format!("`{}` and `{}` exclude each other", given[0], given[1]);
        table.problem(Problem::at(table.key_span(given[1]), message).help("keep one of them"));
    }
    if given.is_empty() && !["expr", "lookup"].iter().any(|it| table.has(it)) {
        let message = format!("{} does not say where the value comes from", table.name());
        let help = "add `from = \"Property\"` or `const = …`";
        table.problem(Problem::at(table.span(), message).help(help));
    }
    from.or(constant).or(concat)
}

fn read_on_unmapped(table: &Table<'_>, mapped: bool) -> OnUnmapped {
    const KEY: &str = "on_unmapped";
    #[derive(Clone, Copy)]
    enum Word {
        Error,
        Keep,
        Null,
    }
    if !table.has(KEY) {
        // Asked for anyway, so that it is known as a key.
        table.refuse(KEY, "");
        return if mapped { OnUnmapped::Error } else { OnUnmapped::Keep };
    }
    if let Some(table) = table.table_if(KEY) {
        let default = table.literal("default");
        table.flag("report");
        if default.is_none() && !table.has("default") {
            let message = "`on_unmapped` as a table needs a `default`";
            table.problem(Problem::at(table.span(), message));
        }
        table.finish();
        return default.map_or(OnUnmapped::Error, OnUnmapped::Default);
    }
    match table.word(KEY, &[("error", Word::Error), ("keep", Word::Keep), ("null", Word::Null)]) {
        Some(Word::Keep) => OnUnmapped::Keep,
        Some(Word::Null) => OnUnmapped::Null,
        Some(Word::Error) | None => OnUnmapped::Error,
    }
}
