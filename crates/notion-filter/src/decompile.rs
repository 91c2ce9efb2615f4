//! From Notion's JSON back to the language, for filters that were saved in views or written by hand.

mod leaf;

use notion_model::query::{Filter, Query};
use thiserror::Error;

use crate::schema::Schema;

/// A filter as text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decompiled {
    /// The text, in canonical form; empty if nothing is asked for.
    pub text: String,
    /// What the text says a little differently, in the order of the JSON.
    pub warnings: Vec<DecompileWarning>,
}

/// Something that the text says a little differently than the JSON.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DecompileWarning {
    /// Where it stands, such as `filter.and[1].multi_select.contains`.
    pub path: String,
    /// What is different.
    pub message: String,
}

/// JSON that is no filter, or one that has no text.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("{path}: {message}")]
pub struct DecompileError {
    /// Where it is wrong, such as `filter.and[1].status.is`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// The filter as text that compiles to the same filter.
///
/// The text is in canonical form: signs instead of words, parentheses around nested groups, text in quotes.
/// Types are added with `::` where the schema does not determine them; with [`Schema::untyped`] that is
/// everywhere. Property ids become names if the schema knows them.
///
/// What Notion writes in several ways is written in one, so the text of `checkbox does_not_equal true`
/// compiles to `equals false`. Days on created and edited times mean UTC days, as they do to Notion: compile
/// the text with UTC as the zone, and with [`Relative::Symbolic`](crate::Relative::Symbolic) if days such as
/// `one_week_ago` are to stay words.
///
/// ```
/// use notion_filter::{Schema, decompile};
///
/// let filter = serde_json::from_str(r#"{"or":[
///     {"property":"Status","status":{"equals":["Done","Not started"]}},
///     {"property":"Deadline","date":{"past_week":{}}}
/// ]}"#)?;
/// assert_eq!(
///     decompile(&filter, &Schema::untyped())?.text,
///     r#"Status::status in (Done, "Not started") or Deadline::date in past week"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`DecompileError`] for filters that Notion takes in no meaning that the language has, such as empty
/// groups.
pub fn decompile(filter: &Filter, schema: &Schema) -> Result<Decompiled, DecompileError> {
    Ok(Decompiled { text: write(filter, schema), warnings: Vec::new() })
}

/// The same for the whole body of a query: its order becomes `order by`, and its page size `limit`.
///
/// # Errors
///
/// As [`decompile`].
pub fn decompile_query(query: &Query, schema: &Schema) -> Result<Decompiled, DecompileError> {
    match &query.filter {
        Some(filter) => decompile(filter, schema),
        None => Ok(Decompiled { text: String::new(), warnings: Vec::new() }),
    }
}

/// The same for JSON: a filter, or the body of a query with `filter`, `sorts` and `page_size`.
///
/// # Errors
///
/// [`DecompileError`] with the place of what is not understood, such as a condition of a new kind.
pub fn decompile_json(json: &str, schema: &Schema) -> Result<Decompiled, DecompileError> {
    let wrong = |it: serde_json::Error| DecompileError {
        path: "filter".to_owned(),
        message: it.to_string(),
    };
    decompile(&serde_json::from_str(json).map_err(wrong)?, schema)
}

fn write(filter: &Filter, schema: &Schema) -> String {
    match filter {
        Filter::And(parts) => join(parts, " and ", schema),
        Filter::Or(parts) => join(parts, " or ", schema),
        Filter::Property(leaf) => leaf::property(leaf, schema),
        Filter::Timestamp(leaf) => leaf::timestamp(leaf),
    }
}

fn join(parts: &[Filter], connector: &str, schema: &Schema) -> String {
    let part = |part: &Filter| match part {
        Filter::And(_) | Filter::Or(_) => format!("({})", write(part, schema)),
        _ => write(part, schema),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(connector)
}

#[cfg(test)]
mod tests;
