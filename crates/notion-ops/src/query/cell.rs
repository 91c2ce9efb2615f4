//! One value of a result: as text for people and as plain JSON for programs.

use std::fmt;

use notion_model::{
    DateValue, FormulaValueKind, PropertyValueKind, RollupValueKind, User, plain_text,
};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::transform::words;

/// One value of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell(Option<PropertyValueKind>);

impl Cell {
    pub(super) fn of(value: Option<&PropertyValueKind>) -> Self {
        Self(value.cloned())
    }

    /// The value as it was read. `None` if the row has no such property.
    pub const fn value(&self) -> Option<&PropertyValueKind> {
        self.0.as_ref()
    }

    /// Whether there is nothing in it. A checkbox never is empty.
    pub fn is_empty(&self) -> bool {
        self.to_string().is_empty()
    }

    /// The value without Notion's wrapping: a number, a text, a list of texts, `null`.
    pub fn to_json(&self) -> Value {
        self.0.as_ref().map_or(Value::Null, json_of)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(kind) = &self.0 else { return Ok(()) };
        match (words(kind), kind) {
            (Ok(text), PropertyValueKind::Date(_)) => f.write_str(&short_times(&text)),
            (Ok(text), _) => f.write_str(&text),
            (Err(_), PropertyValueKind::Rollup(rollup)) => match &rollup.kind {
                RollupValueKind::Array(values) => {
                    let texts: Vec<String> =
                        values.iter().map(|it| Self(Some(it.kind.clone())).to_string()).collect();
                    f.write_str(&texts.join(", "))
                }
                _ => Ok(()),
            },
            (Err(_), _) => Ok(()),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(to)
    }
}

/// Times without the seconds that Notion does not keep.
fn short_times(text: &str) -> String {
    text.replace(":00.000", "").replace("+00:00", "Z").replace('/', " – ")
}

fn json_of(kind: &PropertyValueKind) -> Value {
    match kind {
        PropertyValueKind::Title(it) | PropertyValueKind::RichText(it) => json!(plain_text(it)),
        PropertyValueKind::Number(it) => json!(it),
        PropertyValueKind::Checkbox(it) => json!(it),
        PropertyValueKind::Select(it) | PropertyValueKind::Status(it) => {
            json!(it.as_ref().map(|it| &it.name))
        }
        PropertyValueKind::MultiSelect(it) => {
            json!(it.iter().map(|it| &it.name).collect::<Vec<_>>())
        }
        PropertyValueKind::Date(it) => json!(it.as_ref().map(date)),
        PropertyValueKind::People(it) => json!(it.iter().map(person).collect::<Vec<_>>()),
        PropertyValueKind::Relation(it) => json!(it.iter().map(|it| it.id).collect::<Vec<_>>()),
        PropertyValueKind::Files(it) => json!(it.iter().map(|it| &it.name).collect::<Vec<_>>()),
        PropertyValueKind::Url(it)
        | PropertyValueKind::Email(it)
        | PropertyValueKind::PhoneNumber(it) => json!(it),
        PropertyValueKind::CreatedBy(it) | PropertyValueKind::LastEditedBy(it) => person(it),
        PropertyValueKind::Formula(it) => match &it.kind {
            FormulaValueKind::String(it) => json!(it),
            FormulaValueKind::Number(it) => json!(it),
            FormulaValueKind::Boolean(it) => json!(it),
            FormulaValueKind::Date(it) => json!(it.as_ref().map(date)),
            _ => Value::Null,
        },
        PropertyValueKind::Rollup(it) => match &it.kind {
            RollupValueKind::Number(it) => json!(it),
            RollupValueKind::Date(it) => json!(it.as_ref().map(date)),
            RollupValueKind::Array(it) => {
                it.iter().map(|it| json_of(&it.kind)).collect::<Vec<_>>().into()
            }
            _ => Value::Null,
        },
        kind => words(kind).map_or(Value::Null, Value::from),
    }
}

fn date(date: &DateValue) -> Value {
    match &date.end {
        Some(end) => json!({ "start": date.start.to_string(), "end": end.to_string() }),
        None => json!(date.start.to_string()),
    }
}

fn person(user: &User) -> Value {
    user.name.as_ref().map_or_else(|| json!(user.id), |it| json!(it))
}
