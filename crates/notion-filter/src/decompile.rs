//! From Notion's JSON back to the language, for filters that were saved in views or written by hand.

mod json;
mod leaf;

use notion_model::PropertyId;
use notion_model::query::{Direction, Filter, Query, Sort, SortKey};
use thiserror::Error;

use crate::parse::{MAX_BYTES, MAX_DEPTH};
use crate::schema::{Property, Schema};
use crate::suggest::quote_name;
use json::Body;

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
/// A `multi_select` with several options becomes `has any (…)` with a warning, since nobody knows what Notion
/// means by it. Filters of more levels than Notion takes have a text, too; compiling it normalises them.
///
/// # Errors
///
/// [`DecompileError`] for what the language cannot say or refuses to: empty groups and lists, tests that are
/// always true, operands that are no dates or IDs, more than 64 levels, or a text of more than 64 KiB.
pub fn decompile(filter: &Filter, schema: &Schema) -> Result<Decompiled, DecompileError> {
    let mut writer = Writer::new(schema);
    let text = writer.filter(filter, 0)?;
    writer.finish(text)
}

/// The same for the whole body of a query: its order becomes `order by`, and its page size `limit`, with a
/// warning, since a body with a page size can be continued with a cursor.
///
/// # Errors
///
/// As [`decompile`].
pub fn decompile_query(query: &Query, schema: &Schema) -> Result<Decompiled, DecompileError> {
    Writer::new(schema).body(Body::of(query))
}

/// The same for JSON: a filter; the body of a query with `filter`, `sorts` and `page_size`; or what this
/// crate compiles, which has `limit` and `select` beside them.
///
/// ```
/// use notion_filter::{Schema, decompile_json};
///
/// let body = r#"{"filter":{"property":"Done","checkbox":{"equals":true}},
///     "sorts":[{"timestamp":"created_time","direction":"descending"}]}"#;
/// let text = decompile_json(body, &Schema::untyped())?.text;
/// assert_eq!(text, "Done::checkbox = true order by @created_time desc");
///
/// let new = r#"{"or":[{"property":"Aura","hologram":{"equals":"blue"}}]}"#;
/// let error = decompile_json(new, &Schema::untyped()).unwrap_err();
/// assert_eq!(error.path, "filter.or[0].hologram");
/// # Ok::<(), notion_filter::DecompileError>(())
/// ```
///
/// # Errors
///
/// [`DecompileError`] with the place of what is not understood, such as a condition of a new kind; else as
/// [`decompile`].
pub fn decompile_json(json: &str, schema: &Schema) -> Result<Decompiled, DecompileError> {
    Writer::new(schema).body(json::body(json)?)
}

/// Writes a filter and remembers where it is.
struct Writer<'a> {
    schema: &'a Schema,
    path: String,
    warnings: Vec<DecompileWarning>,
}

impl<'a> Writer<'a> {
    fn new(schema: &'a Schema) -> Self {
        Self { schema, path: "filter".to_owned(), warnings: Vec::new() }
    }

    /// Does something one level further down.
    fn at<T>(
        &mut self,
        key: &str,
        then: impl FnOnce(&mut Self) -> Result<T, DecompileError>,
    ) -> Result<T, DecompileError> {
        let length = self.path.len();
        self.path.push('.');
        self.path.push_str(key);
        let done = then(self);
        self.path.truncate(length);
        done
    }

    fn wrong<T>(&self, message: &str) -> Result<T, DecompileError> {
        Err(DecompileError { path: self.path.clone(), message: message.to_owned() })
    }

    fn warn(&mut self, message: String) {
        self.warnings.push(DecompileWarning { path: self.path.clone(), message });
    }

    fn finish(self, text: String) -> Result<Decompiled, DecompileError> {
        if text.len() > MAX_BYTES {
            return self.wrong(&format!("its text would be longer than {MAX_BYTES} bytes"));
        }
        Ok(Decompiled { text, warnings: self.warnings })
    }

    /// The property of that name or id; ids may be encoded. Warns if the schema has no such property.
    fn known(&mut self, name_or_id: &str) -> Option<&'a Property> {
        let schema = self.schema;
        let known = schema
            .exactly(name_or_id)
            .or_else(|| schema.exactly(&PropertyId::from(name_or_id).decoded()));
        if known.is_none() && !schema.is_untyped() {
            self.warn(format!("the schema has no property `{name_or_id}`"));
        }
        known
    }

    /// A filter in so many groups.
    fn filter(&mut self, filter: &Filter, depth: u8) -> Result<String, DecompileError> {
        let (key, connector, parts) = match filter {
            Filter::And(parts) => ("and", " and ", parts),
            Filter::Or(parts) => ("or", " or ", parts),
            Filter::Property(leaf) => return self.property(leaf),
            Filter::Timestamp(leaf) => return self.timestamp(leaf),
        };
        if depth > MAX_DEPTH {
            return self.wrong(&format!("a filter has at most {MAX_DEPTH} levels"));
        }
        if parts.is_empty() {
            return self
                .at(key, |it| it.wrong("an empty group, of which nobody knows what it means"));
        }
        let mut written = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let text = self.at(&format!("{key}[{index}]"), |it| it.filter(part, depth + 1))?;
            let nested = parts.len() > 1 && is_group(part);
            written.push(if nested { format!("({text})") } else { text });
        }
        Ok(written.join(connector))
    }

    fn body(mut self, body: Body) -> Result<Decompiled, DecompileError> {
        let mut clauses = Vec::new();
        self.warnings = body.warnings;
        if let Some(filter) = &body.filter {
            clauses.push(self.filter(filter, 0)?);
        }
        let order = self.order(&body.sorts);
        if !order.is_empty() {
            clauses.push(format!("order by {}", order.join(", ")));
        }
        if let Some(limit) = body.limit {
            clauses.push(format!("limit {limit}"));
        }
        if !body.select.is_empty() {
            let mut names: Vec<String> = Vec::with_capacity(body.select.len());
            for (index, name) in body.select.iter().enumerate() {
                self.path = format!("select[{index}]");
                names.push(self.name(name));
            }
            clauses.push(format!("select {}", names.join(", ")));
        }
        "query".clone_into(&mut self.path);
        self.finish(clauses.join(" "))
    }

    fn name(&mut self, name_or_id: &str) -> String {
        let known = self.known(name_or_id);
        quote_name(known.map_or(name_or_id, |it| &it.name)).into_owned()
    }

    fn order(&mut self, sorts: &[Sort]) -> Vec<String> {
        let mut keys: Vec<String> = Vec::with_capacity(sorts.len());
        let mut written = Vec::with_capacity(sorts.len());
        for (index, sort) in sorts.iter().enumerate() {
            self.path = format!("sorts[{index}]");
            let key = match &sort.key {
                SortKey::Property(name) => self.name(name),
                SortKey::Timestamp(kind) => format!("@{}", kind.as_str()),
            };
            if keys.contains(&key) {
                self.warn("left out: an earlier key is the same, so this one has no effect".into());
                continue;
            }
            let direction = if sort.direction == Direction::Descending { " desc" } else { "" };
            written.push(format!("{key}{direction}"));
            keys.push(key);
        }
        written
    }
}

/// Whether a filter needs parentheses in a group: groups of one are as good as what is in them.
fn is_group(filter: &Filter) -> bool {
    let mut filter = filter;
    loop {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => match parts.as_slice() {
                [only] => filter = only,
                _ => return true,
            },
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests;
