//! Reading filters and sorts of queries.

use notion_model::limits;
use notion_model::query::{Direction, Filter, Sort, SortKey, TimestampKind};
use serde_json::Value;

use crate::check::{At, Checked, Problem};
use crate::world::date::normalised;

/// What an operator wants to its right.
#[derive(Clone, Copy)]
enum Operand {
    Text,
    Number,
    Boolean,
    Names,
    Date,
    Person,
    Id,
    True,
    Empty,
    VerificationState,
}

type Operators = &'static [(&'static str, Operand)];

const TEXT: Operators = &[
    ("equals", Operand::Text),
    ("does_not_equal", Operand::Text),
    ("contains", Operand::Text),
    ("does_not_contain", Operand::Text),
    ("starts_with", Operand::Text),
    ("ends_with", Operand::Text),
    ("is_empty", Operand::True),
    ("is_not_empty", Operand::True),
];
const NUMBER: Operators = &[
    ("equals", Operand::Number),
    ("does_not_equal", Operand::Number),
    ("greater_than", Operand::Number),
    ("less_than", Operand::Number),
    ("greater_than_or_equal_to", Operand::Number),
    ("less_than_or_equal_to", Operand::Number),
    ("is_empty", Operand::True),
    ("is_not_empty", Operand::True),
];
const CHECKBOX: Operators = &[("equals", Operand::Boolean), ("does_not_equal", Operand::Boolean)];
const OPTION: Operators = &[
    ("equals", Operand::Names),
    ("does_not_equal", Operand::Names),
    ("is_empty", Operand::True),
    ("is_not_empty", Operand::True),
];
const OPTIONS: Operators = &[
    ("contains", Operand::Names),
    ("does_not_contain", Operand::Names),
    ("is_empty", Operand::True),
    ("is_not_empty", Operand::True),
];
const DATE: Operators = &[
    ("equals", Operand::Date),
    ("before", Operand::Date),
    ("after", Operand::Date),
    ("on_or_before", Operand::Date),
    ("on_or_after", Operand::Date),
    ("this_week", Operand::Empty),
    ("past_week", Operand::Empty),
    ("past_month", Operand::Empty),
    ("past_year", Operand::Empty),
    ("next_week", Operand::Empty),
    ("next_month", Operand::Empty),
    ("next_year", Operand::Empty),
    ("is_empty", Operand::True),
    ("is_not_empty", Operand::True),
];
const PEOPLE: Operators = &[
    ("contains", Operand::Person),
    ("does_not_contain", Operand::Person),
    ("is_empty", Operand::True),
    ("is_not_empty", Operand::True),
];
const RELATION: Operators = &[
    ("contains", Operand::Id),
    ("does_not_contain", Operand::Id),
    ("is_empty", Operand::True),
    ("is_not_empty", Operand::True),
];
const FILES: Operators = &[("is_empty", Operand::True), ("is_not_empty", Operand::True)];
const VERIFICATION: Operators =
    &[("status", Operand::VerificationState), ("does_not_equal", Operand::VerificationState)];

/// The keys of a condition on a property, and the operators of each.
const CONDITIONS: &[(&str, Operators)] = &[
    ("title", TEXT),
    ("rich_text", TEXT),
    ("number", NUMBER),
    ("checkbox", CHECKBOX),
    ("select", OPTION),
    ("multi_select", OPTIONS),
    ("status", OPTION),
    ("date", DATE),
    ("people", PEOPLE),
    ("files", FILES),
    ("url", TEXT),
    ("email", TEXT),
    ("phone_number", TEXT),
    ("relation", RELATION),
    ("created_by", PEOPLE),
    ("created_time", DATE),
    ("last_edited_by", PEOPLE),
    ("last_edited_time", DATE),
    ("unique_id", NUMBER),
    ("verification", VERIFICATION),
];

/// What a condition on a computed value says of it.
#[derive(Clone, Copy)]
enum Part {
    Of(Operators),
    /// Something that elements of an array satisfy.
    Elements,
}

const FORMULA: &[(&str, Part)] = &[
    ("string", Part::Of(TEXT)),
    ("checkbox", Part::Of(CHECKBOX)),
    ("number", Part::Of(NUMBER)),
    ("date", Part::Of(DATE)),
];
const ROLLUP: &[(&str, Part)] = &[
    ("any", Part::Elements),
    ("none", Part::Elements),
    ("every", Part::Elements),
    ("date", Part::Of(DATE)),
    ("number", Part::Of(NUMBER)),
];

/// The keys of conditions on computed properties, and what may stand there.
const COMPUTED: [(&str, &[(&str, Part)]); 2] = [("formula", FORMULA), ("rollup", ROLLUP)];

/// The keys of conditions on elements of a rollup.
const ELEMENTS: [&str; 10] = [
    "rich_text",
    "number",
    "checkbox",
    "select",
    "multi_select",
    "relation",
    "date",
    "people",
    "files",
    "status",
];

const DATE_WORDS: [&str; 7] = [
    "today",
    "tomorrow",
    "yesterday",
    "one_week_ago",
    "one_week_from_now",
    "one_month_ago",
    "one_month_from_now",
];

/// The `filter` of a query.
pub(crate) fn filter(at: &At<'_, '_>) -> Checked<Filter> {
    shape(at, 0)?;
    let value = at.value().cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|_| at.should_be("a filter"))
}

fn shape(at: &At<'_, '_>, depth: usize) -> Checked<()> {
    let members = at.object()?;
    if let Some(group) = ["or", "and"].into_iter().find(|group| members.contains_key(*group)) {
        if depth == limits::FILTER_DEPTH {
            return Err(at.key(group).not_present());
        }
        at.only(&[group])?;
        at.key(group).array(limits::FILTER_ENTRIES, |at| shape(at, depth + 1))?;
        return Ok(());
    }
    if members.contains_key("timestamp") {
        let kind = at.key("timestamp").word(&["created_time", "last_edited_time"])?;
        condition(&at.key(kind), DATE)?;
        return at.only(&["timestamp", "type", kind]);
    }
    let property = at.key("property");
    if !property.is_present() && depth < limits::FILTER_DEPTH {
        let groups = ["or", "and"].map(|key| at.key(key).missing());
        return Err(groups.into_iter().fold(property.missing(), Problem::or));
    }
    property.string()?;
    if let Some((key, parts)) = COMPUTED.into_iter().find(|(key, _)| members.contains_key(*key)) {
        computed(&at.key(key), parts)?;
        return at.only(&["property", "type", key]);
    }
    let known = CONDITIONS.iter().find(|(key, _)| members.contains_key(*key));
    let Some((key, operators)) = known else {
        let problems = CONDITIONS.iter().map(|(key, _)| at.key(key).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    condition(&at.key(key), operators)?;
    at.only(&["property", "type", key])
}

/// A condition on what was computed: an object with one key, which says what the result is.
fn computed(at: &At<'_, '_>, parts: &[(&'static str, Part)]) -> Checked<()> {
    let members = at.object()?;
    let Some((key, part)) = parts.iter().find(|(key, _)| members.contains_key(*key)) else {
        let problems = parts.iter().map(|(key, _)| at.key(key).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    at.only(&[key])?;
    match part {
        Part::Of(operators) => condition(&at.key(key), operators),
        Part::Elements => elements(&at.key(key)),
    }
}

/// A condition on the elements of a rollup.
fn elements(at: &At<'_, '_>) -> Checked<()> {
    let members = at.object()?;
    let known = CONDITIONS.iter().filter(|(key, _)| ELEMENTS.contains(key));
    let Some((key, operators)) = known.clone().find(|(key, _)| members.contains_key(*key)) else {
        let problems = known.map(|(key, _)| at.key(key).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    at.only(&[key])?;
    condition(&at.key(key), operators)
}

/// An object with exactly one operator.
fn condition(at: &At<'_, '_>, operators: Operators) -> Checked<()> {
    let members = at.object()?;
    let found = operators.iter().find(|(operator, _)| members.contains_key(*operator));
    let Some((operator, wants)) = found else {
        let problems = operators.iter().map(|(operator, _)| at.key(operator).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    at.only(&[operator])?;
    operand(&at.key(operator), *wants)
}

fn operand(at: &At<'_, '_>, wants: Operand) -> Checked<()> {
    match wants {
        Operand::Text => at.string().map(drop),
        Operand::Number => at.number().map(drop),
        Operand::Boolean => at.boolean().map(drop),
        Operand::True if at.boolean()? => Ok(()),
        Operand::True => Err(at.should_be("`true`")),
        Operand::Empty => at.only(&[]),
        Operand::Names => match at.value() {
            Some(Value::Array(_)) => {
                at.array(limits::FILTER_ENTRIES, |at| at.string().map(drop)).map(drop)
            }
            _ => at.string().map(drop),
        },
        Operand::Date => {
            let text = at.string()?;
            let known = DATE_WORDS.contains(&text) || normalised(text, None).is_some();
            if known { Ok(()) } else { Err(at.should_be("a valid ISO 8601 date string")) }
        }
        Operand::Person if at.value().and_then(Value::as_str) == Some("me") => Ok(()),
        Operand::Person | Operand::Id => at.uuid().map(drop),
        Operand::VerificationState => at.word(&["verified", "expired", "none"]).map(drop),
    }
}

/// The `sorts` of a query.
pub(crate) fn sorts(at: &At<'_, '_>) -> Checked<Vec<Sort>> {
    at.array(limits::FILTER_ENTRIES, |at| {
        let members = at.object()?;
        let direction = match at.key("direction").word(&["ascending", "descending"])? {
            "ascending" => Direction::Ascending,
            _ => Direction::Descending,
        };
        let key = if members.contains_key("timestamp") {
            at.only(&["timestamp", "direction"])?;
            match at.key("timestamp").word(&["created_time", "last_edited_time"])? {
                "created_time" => SortKey::Timestamp(TimestampKind::CreatedTime),
                _ => SortKey::Timestamp(TimestampKind::LastEditedTime),
            }
        } else {
            let property = at.key("property");
            if !property.is_present() {
                return Err(property.missing().or(at.key("timestamp").missing()));
            }
            at.only(&["property", "direction"])?;
            SortKey::Property(property.string()?.to_owned())
        };
        Ok(Sort { key, direction })
    })
}
