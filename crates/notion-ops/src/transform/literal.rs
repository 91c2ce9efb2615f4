//! A value written in a spec, as the value of a property.

use notion_model::{
    DateOrDateTime, DateValue, PageId, UserId, limits,
    request::{OptionRef, PropertyValue, RichText, RichTextKind, UserRef},
};
use serde_json::Number;

use super::cast::{self, empty};
use crate::{
    nearest::nearest,
    spec::{Cast, Literal},
};

/// People of the workspace, by id, name and e-mail address.
#[derive(Clone, Debug, Default)]
pub(crate) struct People(pub(crate) Vec<(UserId, String, Option<String>)>);

impl People {
    fn find(&self, text: &str) -> Result<UserId, String> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        let found: Vec<&(UserId, String, Option<String>)> = self
            .0
            .iter()
            .filter(|(_, name, email)| {
                name == text || email.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(text))
            })
            .collect();
        match found.as_slice() {
            [(id, ..)] => Ok(*id),
            [] => {
                let near = nearest(text, self.0.iter().map(|(_, name, _)| name.as_str()));
                let hint = near.map_or_else(String::new, |it| format!("; did you mean {it:?}?"));
                Err(format!("nobody is called {text:?}{hint}"))
            }
            several => Err(format!("{} people are called {text:?}; write the id", several.len())),
        }
    }
}

/// The value of a property of type `to`.
///
/// # Errors
/// Why the literal cannot be one.
pub(crate) fn from_literal(
    literal: &Literal,
    to: Cast,
    people: &People,
) -> Result<PropertyValue, String> {
    if matches!(literal, Literal::Text(text) if text.is_empty()) {
        return Ok(empty(to));
    }
    let wrong = |expected: &str| format!("{literal} is not {expected}");
    Ok(match to {
        Cast::Title => PropertyValue::Title(text_runs(&text(literal)?)),
        Cast::RichText => PropertyValue::RichText(text_runs(&text(literal)?)),
        Cast::Number => PropertyValue::Number(Some(match literal {
            Literal::Integer(number) => Number::from(*number),
            Literal::Float(number) => Number::from_f64(*number).ok_or_else(|| wrong("a number"))?,
            Literal::Text(text) => cast::number(text).ok_or_else(|| wrong("a number"))?,
            _ => return Err(wrong("a number")),
        })),
        Cast::Select => PropertyValue::Select(Some(option(&text(literal)?)?)),
        Cast::Status => PropertyValue::Status(Some(option(&text(literal)?)?)),
        Cast::MultiSelect => {
            let options = items(literal).into_iter().map(|it| option(&text(it)?));
            PropertyValue::MultiSelect(options.collect::<Result<_, _>>()?)
        }
        Cast::Checkbox => match literal {
            Literal::Flag(flag) => PropertyValue::Checkbox(*flag),
            Literal::Text(text) => {
                PropertyValue::Checkbox(cast::flag(text).ok_or_else(|| wrong("true or false"))?)
            }
            _ => return Err(wrong("true or false")),
        },
        Cast::Date => PropertyValue::Date(Some(match literal {
            Literal::List(range) if range.len() == 2 => {
                let (start, end) = (text(&range[0])?, text(&range[1])?);
                let start = cast::date(&start).ok_or_else(|| wrong("a date"))?;
                let end = cast::date(&end).ok_or_else(|| wrong("a date"))?;
                DateValue { end: Some(end.start), ..start }
            }
            literal => cast::date(&text(literal)?)
                .ok_or_else(|| wrong("a date such as 2026-07-01 or 2026-07-01T09:00:00+02:00"))?,
        })),
        Cast::Url => PropertyValue::Url(Some(text(literal)?)),
        Cast::Email => PropertyValue::Email(Some(text(literal)?)),
        Cast::PhoneNumber => PropertyValue::PhoneNumber(Some(text(literal)?)),
        Cast::People => {
            let users = items(literal).into_iter().map(|it| people.find(&text(it)?));
            let users: Vec<UserId> = users.collect::<Result<_, _>>()?;
            PropertyValue::People(users.into_iter().map(UserRef::User).collect())
        }
        Cast::Relation => {
            let rows = items(literal).into_iter().map(|it| {
                let text = text(it)?;
                PageId::parse(&text)
                    .map_err(|_| format!("{text:?} is no page; write its URL or id"))
            });
            PropertyValue::Relation(rows.collect::<Result<_, _>>()?)
        }
    })
}

fn items(literal: &Literal) -> Vec<&Literal> {
    match literal {
        Literal::List(items) => items.iter().collect(),
        one => vec![one],
    }
}

fn text(literal: &Literal) -> Result<String, String> {
    match literal {
        Literal::Text(text) => Ok(text.clone()),
        Literal::List(_) => Err(format!("{literal} is a list, and one value is expected")),
        other => Ok(other.to_string()),
    }
}

/// An option by name. Notion does not allow commas in names, and at most 100 UTF-16 units.
pub(super) fn option(name: &str) -> Result<OptionRef, String> {
    if name.contains(',') {
        return Err(format!("{name:?} cannot be an option, because it has a comma"));
    }
    if limits::utf16_len(name) > limits::OPTION_NAME {
        return Err(format!("{name:?} is too long for an option ({})", limits::OPTION_NAME));
    }
    Ok(OptionRef::Name(name.to_owned()))
}

/// Text as runs that are short enough for Notion.
pub(super) fn text_runs(text: &str) -> Vec<RichText> {
    if text.is_empty() { Vec::new() } else { short_runs(vec![RichText::text(text)]) }
}

/// Cuts runs that are too long to be written. Notion merges runs that look alike, so that those it
/// shows may be longer than those it takes.
pub(super) fn short_runs(runs: Vec<RichText>) -> Vec<RichText> {
    let mut short = Vec::with_capacity(runs.len());
    for run in runs {
        match &run.kind {
            RichTextKind::Text { content, link } if limits::utf16_len(content) > limits::TEXT => {
                short.extend(pieces(content).map(|piece| {
                    let kind = RichTextKind::Text { content: piece.to_owned(), link: link.clone() };
                    RichText { kind, annotations: run.annotations.clone() }
                }));
            }
            _ => short.push(run),
        }
    }
    short
}

/// A text in pieces of at most 2000 UTF-16 units.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut units = 0;
        let end = rest.char_indices().find(|(_, letter)| {
            units += letter.len_utf16();
            units > limits::TEXT
        });
        let (piece, after) = rest.split_at(end.map_or(rest.len(), |(at, _)| at));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

impl From<DateOrDateTime> for Literal {
    fn from(date: DateOrDateTime) -> Self {
        Self::Date(date.to_string())
    }
}
