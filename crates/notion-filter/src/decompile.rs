//! From Notion's JSON back to the language, for filters that were saved in views or written by hand.

mod leaf;

use notion_model::query::Filter;

use crate::schema::Schema;

/// The filter as text that compiles to the same filter.
///
/// The text is in canonical form: signs instead of words, parentheses around nested groups, text in quotes.
/// Types are added with `::` where the schema does not determine them; with [`Schema::untyped`] that is
/// everywhere. Property ids become names if the schema knows them.
///
/// What Notion writes in several ways is written in one, so the text of `checkbox does_not_equal true`
/// compiles to `equals false`. Days on created and edited times mean UTC days, as they do to Notion: compile
/// the text with UTC as the zone.
///
/// ```
/// use notion_filter::{Schema, decompile};
///
/// let filter = serde_json::from_str(r#"{"or":[
///     {"property":"Status","status":{"equals":["Done","Not started"]}},
///     {"property":"Deadline","date":{"past_week":{}}}
/// ]}"#)?;
/// assert_eq!(
///     decompile(&filter, &Schema::untyped()),
///     r#"Status::status in (Done, "Not started") or Deadline::date in past week"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn decompile(filter: &Filter, schema: &Schema) -> String {
    match filter {
        Filter::And(parts) => join(parts, " and ", schema),
        Filter::Or(parts) => join(parts, " or ", schema),
        Filter::Property(leaf) => leaf::property(leaf, schema),
        Filter::Timestamp(leaf) => leaf::timestamp(leaf),
    }
}

fn join(parts: &[Filter], connector: &str, schema: &Schema) -> String {
    let part = |part: &Filter| match part {
        Filter::And(_) | Filter::Or(_) => format!("({})", decompile(part, schema)),
        _ => decompile(part, schema),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(connector)
}

#[cfg(test)]
mod tests;
