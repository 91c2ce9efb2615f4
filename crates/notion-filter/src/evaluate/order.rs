//! The order of pages in the answer to a query.

use std::cmp::{Ordering, Reverse};

use notion_model::query::{Direction, Sort, SortKey, TimestampKind};
use notion_model::{
    FormulaValueKind, OptionSchema, Page, Properties, PropertySchema, PropertySchemaKind,
    PropertyValueKind, RollupValueKind, plain_text,
};
use serde_json::Number;

use super::text::fold;
use super::value::Moment;
use super::{number, property, value};

/// Compares two pages by the keys of a query; equal pages keep the order they had.
///
/// `schema` gives the order of options; without it they are ordered by name. To sort many pages, build one
/// [`RowOrder`] per page.
pub fn compare(
    sorts: &[Sort],
    left: &Page,
    right: &Page,
    schema: Option<&Properties<PropertySchema>>,
) -> Ordering {
    sorts
        .iter()
        .map(|sort| Directed::of(sort, left, schema).cmp(&Directed::of(sort, right, schema)))
        .find(|it| it.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Where a page stands in an order; made once per page, then compared.
///
/// Text is ordered without case and with numbers by their value (`Article 4` before `Article 10`), times
/// by the minute, options as the schema lists them, `false` before `true`. Empty values come last in both
/// directions.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct RowOrder(Vec<Directed>);

impl RowOrder {
    /// The place of a page. See [`compare`] for `schema`.
    pub fn of(sorts: &[Sort], page: &Page, schema: Option<&Properties<PropertySchema>>) -> Self {
        Self(sorts.iter().map(|sort| Directed::of(sort, page, schema)).collect())
    }
}

/// A key in its direction; empty values are the largest in either.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Directed {
    Ascending(Key),
    Descending(Reverse<Key>),
    Empty,
}

impl Directed {
    fn of(sort: &Sort, page: &Page, schema: Option<&Properties<PropertySchema>>) -> Self {
        let key = match &sort.key {
            SortKey::Timestamp(kind) => {
                let time = match kind {
                    TimestampKind::CreatedTime => &page.created_time,
                    TimestampKind::LastEditedTime => &page.last_edited_time,
                };
                let instant = time.as_ref().and_then(notion_model::Timestamp::instant);
                instant.map(|it| Key::Minute(Moment::Instant(it).minute()))
            }
            SortKey::Property(name) => property(page, name).and_then(|it| {
                let schema = schema.and_then(|it| schema_of(it, name));
                Key::of(&it.kind, schema)
            }),
        };
        match (key, sort.direction) {
            (None, _) => Self::Empty,
            (Some(key), Direction::Ascending) => Self::Ascending(key),
            (Some(key), Direction::Descending) => Self::Descending(Reverse(key)),
        }
    }
}

fn schema_of<'a>(
    schema: &'a Properties<PropertySchema>,
    name_or_id: &str,
) -> Option<&'a PropertySchema> {
    schema.get(name_or_id).or_else(|| {
        let by_id =
            |it: &PropertySchema| it.id.as_str() == name_or_id || it.id.decoded() == name_or_id;
        schema.iter().map(|(_, it)| it).find(|it| by_id(it))
    })
}

/// What a value is ordered by. Values of one property are all of one kind.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Key {
    Checkbox(bool),
    Number(Sized),
    Minute(i64),
    /// The place among the options, then the name of options that the schema does not list.
    Option(usize, Natural),
    Text(Natural),
    Many(Vec<Self>),
}

impl Key {
    /// None for empty values.
    fn of(kind: &PropertyValueKind, schema: Option<&PropertySchema>) -> Option<Self> {
        let some = Some(kind);
        match kind {
            PropertyValueKind::Checkbox(checked) => Some(Self::Checkbox(*checked)),
            PropertyValueKind::Number(_) | PropertyValueKind::UniqueId(_) => {
                value::number(some).map(|it| Self::Number(Sized(it.into_owned())))
            }
            PropertyValueKind::Date(_)
            | PropertyValueKind::CreatedTime(_)
            | PropertyValueKind::LastEditedTime(_) => {
                value::moment(some).map(|it| Self::Minute(it.minute()))
            }
            PropertyValueKind::Select(_) | PropertyValueKind::Status(_) => {
                value::option(some).map(|name| Self::option(name, schema))
            }
            PropertyValueKind::MultiSelect(options) => {
                Self::many(options.iter().map(|it| Self::option(&it.name, schema)))
            }
            PropertyValueKind::Formula(formula) => match &formula.kind {
                FormulaValueKind::Boolean(value) => value.map(Self::Checkbox),
                FormulaValueKind::Number(_) => {
                    value::number(some).map(|it| Self::Number(Sized(it.into_owned())))
                }
                FormulaValueKind::Date(_) => {
                    value::moment(some).map(|it| Self::Minute(it.minute()))
                }
                _ => Self::text(&value::text(some)),
            },
            PropertyValueKind::Rollup(rollup) => match &rollup.kind {
                RollupValueKind::Number(_) => {
                    value::number(some).map(|it| Self::Number(Sized(it.into_owned())))
                }
                RollupValueKind::Date(_) => value::moment(some).map(|it| Self::Minute(it.minute())),
                RollupValueKind::Array(elements) => {
                    Self::many(elements.iter().filter_map(|it| Self::element(&it.kind)))
                }
                _ => None,
            },
            PropertyValueKind::People(users) => {
                Self::many(users.iter().map(|it| Self::Text(Natural::of(&person(it)))))
            }
            PropertyValueKind::CreatedBy(user) | PropertyValueKind::LastEditedBy(user) => {
                Self::text(&person(user))
            }
            PropertyValueKind::Relation(pages) => {
                Self::many(pages.iter().map(|it| Self::Text(Natural::of(&it.id.to_string()))))
            }
            PropertyValueKind::Files(files) => {
                (!files.is_empty()).then(|| Self::Number(Sized(Number::from(files.len()))))
            }
            PropertyValueKind::Verification(verification) => {
                verification.as_ref().and_then(|it| Self::text(&it.state))
            }
            PropertyValueKind::Title(runs) | PropertyValueKind::RichText(runs) => {
                Self::text(&plain_text(runs))
            }
            _ => Self::text(&value::text(some)),
        }
    }

    /// An element of a rollup. Rollups do not nest, so this does not recurse.
    fn element(kind: &PropertyValueKind) -> Option<Self> {
        match kind {
            PropertyValueKind::Rollup(_) => None,
            other => Self::of(other, None),
        }
    }

    fn option(name: &str, schema: Option<&PropertySchema>) -> Self {
        let options: &[OptionSchema] = match schema.map(|it| &it.kind) {
            Some(PropertySchemaKind::Select(it) | PropertySchemaKind::MultiSelect(it)) => {
                &it.options
            }
            Some(PropertySchemaKind::Status(it)) => &it.options,
            _ => &[],
        };
        match options.iter().position(|it| it.name == name) {
            Some(place) => Self::Option(place, Natural::default()),
            None => Self::Option(options.len(), Natural::of(name)),
        }
    }

    fn text(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::Text(Natural::of(text)))
    }

    fn many(keys: impl Iterator<Item = Self>) -> Option<Self> {
        let keys: Vec<Self> = keys.collect();
        (!keys.is_empty()).then_some(Self::Many(keys))
    }
}

fn person(user: &notion_model::User) -> String {
    user.name.clone().unwrap_or_else(|| user.id.to_string())
}

/// A number in its place on the number line.
#[derive(Clone, Debug)]
struct Sized(Number);

impl Ord for Sized {
    fn cmp(&self, other: &Self) -> Ordering {
        number::compare(&self.0, &other.0)
    }
}

impl PartialOrd for Sized {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Sized {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Sized {}

/// Text cut into digits and everything else, so that numbers in it are ordered by their value.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
struct Natural(Vec<Piece>);

#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Piece {
    /// Digits without leading zeros: the longer number is the larger.
    Digits(usize, String),
    Text(String),
}

impl Natural {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut pieces = Vec::new();
        let mut rest = &*folded;
        while let Some(first) = rest.chars().next() {
            let digits = first.is_ascii_digit();
            let end = rest.find(|it: char| it.is_ascii_digit() != digits).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            pieces.push(if digits {
                let significant = piece.trim_start_matches('0');
                Piece::Digits(significant.len(), significant.to_owned())
            } else {
                Piece::Text(piece.to_owned())
            });
            rest = after;
        }
        Self(pieces)
    }
}
