//! Turning a value of one type into a value of another: what is lossless, lossy, and refused.

use notion_model::{
    DateValue, FormulaValueKind, PropertyValueKind as From, RollupValueKind, User, UserId, Wire,
    limits::RICH_TEXT_ITEMS,
    plain_text,
    request::{OptionRef, PropertyValue as To, UserRef},
};
use serde_json::Number;

use super::literal::{option, short_runs, text_runs};
use crate::spec::Cast;

type Casted = (To, Option<String>);

/// The empty value of a type.
pub(crate) fn empty(to: Cast) -> To {
    match to {
        Cast::Title => To::Title(Vec::new()),
        Cast::RichText => To::RichText(Vec::new()),
        Cast::Number => To::Number(None),
        Cast::Select => To::Select(None),
        Cast::MultiSelect => To::MultiSelect(Vec::new()),
        Cast::Status => To::Status(None),
        Cast::Date => To::Date(None),
        Cast::People => To::People(Vec::new()),
        Cast::Checkbox => To::Checkbox(false),
        Cast::Url => To::Url(None),
        Cast::Email => To::Email(None),
        Cast::PhoneNumber => To::PhoneNumber(None),
        Cast::Relation => To::Relation(Vec::new()),
    }
}

/// Whether there is no value.
pub(super) fn is_empty(kind: &From) -> bool {
    match kind {
        From::Checkbox(_) => false,
        From::Number(it) => it.is_none(),
        From::Relation(it) => it.is_empty(),
        From::People(it) => it.is_empty(),
        From::Files(it) => it.is_empty(),
        kind => words(kind).is_ok_and(|it| it.is_empty()),
    }
}

/// A value as text, the way it is written in a value map.
///
/// # Errors
/// If the type has no text.
pub(crate) fn words(kind: &From) -> Result<String, String> {
    Ok(match kind {
        From::Title(it) | From::RichText(it) => plain_text(it),
        From::Number(it) => it.as_ref().map(Number::to_string).unwrap_or_default(),
        From::Select(it) | From::Status(it) => {
            it.as_ref().map(|it| it.name.clone()).unwrap_or_default()
        }
        From::MultiSelect(it) => join(it.iter().map(|it| it.name.clone())),
        From::Date(it) => it.as_ref().map(range).unwrap_or_default(),
        From::Checkbox(it) => it.to_string(),
        From::Url(it) | From::Email(it) | From::PhoneNumber(it) => it.clone().unwrap_or_default(),
        From::People(it) => join(it.iter().map(name)),
        From::Relation(it) => join(it.iter().map(|it| it.id.to_string())),
        From::Files(it) => join(it.iter().map(|it| it.name.clone().unwrap_or_default())),
        From::UniqueId(it) => {
            let number = it.number.map(|it| it.to_string()).unwrap_or_default();
            it.prefix.as_ref().map_or_else(|| number.clone(), |it| format!("{it}-{number}"))
        }
        From::CreatedTime(it) | From::LastEditedTime(it) => it.to_string(),
        From::CreatedBy(it) | From::LastEditedBy(it) => name(it),
        From::Formula(it) => match &it.kind {
            FormulaValueKind::String(it) => it.clone().unwrap_or_default(),
            FormulaValueKind::Number(it) => it.as_ref().map(Number::to_string).unwrap_or_default(),
            FormulaValueKind::Boolean(it) => it.map(|it| it.to_string()).unwrap_or_default(),
            FormulaValueKind::Date(it) => it.as_ref().map(range).unwrap_or_default(),
            _ => return Err(refused(kind, "text")),
        },
        From::Rollup(it) => match &it.kind {
            RollupValueKind::Number(it) => it.as_ref().map(Number::to_string).unwrap_or_default(),
            RollupValueKind::Date(it) => it.as_ref().map(range).unwrap_or_default(),
            _ => return Err(refused(kind, "text")),
        },
        _ => return Err(refused(kind, "text")),
    })
}

/// Turns a value into one of another type, with a remark if it is not quite the same.
///
/// # Errors
/// Why it cannot be turned into that type.
pub(super) fn cast(kind: &From, to: Cast) -> Result<Casted, String> {
    if let Some(same) = same_type(kind, to) {
        return same;
    }
    if is_empty(kind) {
        return Ok((empty(to), None));
    }
    match to {
        Cast::Title | Cast::RichText => to_text(kind, to),
        Cast::Number => to_number(kind),
        Cast::Select | Cast::Status => to_option(kind, to),
        Cast::MultiSelect => to_options(kind),
        Cast::Date => to_date(kind),
        Cast::Checkbox => to_checkbox(kind),
        Cast::Url | Cast::Email | Cast::PhoneNumber => to_line(kind, to),
        Cast::People => match kind {
            From::CreatedBy(user) | From::LastEditedBy(user) => {
                let frozen = Some("who it was now is written down; it will not change".to_owned());
                Ok((To::People(vec![UserRef::User(user.id)]), frozen))
            }
            _ => Err(refused(kind, "people")),
        },
        Cast::Relation => Err(refused(kind, "a relation")),
    }
}

fn same_type(kind: &From, to: Cast) -> Option<Result<Casted, String>> {
    let is_same = match (kind, to) {
        (From::Title(_) | From::RichText(_), Cast::Title | Cast::RichText)
        | (From::Select(_) | From::Status(_), Cast::Select | Cast::Status) => true,
        (kind, to) => kind.type_name() == to.word(),
    };
    if !is_same {
        return None;
    }
    let value = notion_model::PropertyValue {
        id: None,
        kind: kind.clone(),
        has_more: None,
        wire: Wire::default(),
    };
    let carried = value.to_request();
    let remark = carried.lost.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let remark = (!remark.is_empty()).then_some(remark);
    Some(match (carried.value, to) {
        (Some(To::Title(runs) | To::RichText(runs)), to) => {
            let runs = short_runs(runs);
            if runs.len() > RICH_TEXT_ITEMS {
                return Some(Err(format!(
                    "the text has {} runs, and Notion takes {RICH_TEXT_ITEMS}",
                    runs.len()
                )));
            }
            Ok((if to == Cast::Title { To::Title(runs) } else { To::RichText(runs) }, remark))
        }
        (Some(To::Select(it) | To::Status(it)), Cast::Select) => Ok((To::Select(it), remark)),
        (Some(To::Select(it) | To::Status(it)), _) => Ok((To::Status(it), remark)),
        (Some(value), _) => Ok((value, remark)),
        (None, _) => Err(remark.unwrap_or_else(|| refused(kind, to.word()))),
    })
}

fn to_text(kind: &From, to: Cast) -> Result<Casted, String> {
    let text = words(kind)?;
    let remark = match kind {
        From::People(_) | From::CreatedBy(_) | From::LastEditedBy(_) => {
            Some("people became names".to_owned())
        }
        From::Relation(_) => Some("related rows became ids".to_owned()),
        From::Files(_) => Some("files became names".to_owned()),
        From::Formula(_) | From::Rollup(_) => Some(frozen()),
        _ => None,
    };
    let runs = text_runs(&text);
    Ok((if to == Cast::Title { To::Title(runs) } else { To::RichText(runs) }, remark))
}

fn to_number(kind: &From) -> Result<Casted, String> {
    let count = |what: &str, count: usize| {
        (To::Number(Some(count.into())), Some(format!("{what} became their number")))
    };
    Ok(match kind {
        From::Checkbox(flag) => (To::Number(Some(u8::from(*flag).into())), None),
        From::People(it) => count("people", it.len()),
        From::Relation(it) => count("related rows", it.len()),
        From::Files(it) => count("files", it.len()),
        From::UniqueId(it) => (To::Number(it.number.map(Number::from)), None),
        From::Title(_) | From::RichText(_) | From::Select(_) | From::Status(_) => {
            let text = words(kind)?;
            let number = number(&text).ok_or_else(|| format!("{text:?} is no number"))?;
            (To::Number(Some(number)), None)
        }
        From::Formula(_) | From::Rollup(_) => {
            let text = words(kind)?;
            let number = number(&text).ok_or_else(|| format!("{text:?} is no number"))?;
            (To::Number(Some(number)), Some(frozen()))
        }
        _ => return Err(refused(kind, "a number")),
    })
}

fn to_option(kind: &From, to: Cast) -> Result<Casted, String> {
    let (name, remark) = match kind {
        From::MultiSelect(options) => {
            let others = options.len().saturating_sub(1);
            let remark = (others > 0).then(|| format!("{others} more options were left out"));
            (options.first().map(|it| it.name.clone()).unwrap_or_default(), remark)
        }
        From::Relation(_) | From::Files(_) | From::People(_) => {
            return Err(refused(kind, "an option"));
        }
        kind => (words(kind)?, None),
    };
    let option = option(&name)?;
    let value = if to == Cast::Status { To::Status } else { To::Select }(Some(option));
    Ok((value, remark))
}

fn to_options(kind: &From) -> Result<Casted, String> {
    let names = match kind {
        From::Relation(_) | From::Files(_) => return Err(refused(kind, "options")),
        From::People(people) => people.iter().map(name).collect(),
        kind => vec![words(kind)?],
    };
    let options: Vec<OptionRef> = names.iter().map(|it| option(it)).collect::<Result<_, _>>()?;
    Ok((To::MultiSelect(options), None))
}

fn to_date(kind: &From) -> Result<Casted, String> {
    Ok(match kind {
        From::CreatedTime(it) | From::LastEditedTime(it) => {
            let instant = it.instant().ok_or_else(|| format!("`{it}` is no time"))?;
            let date = notion_model::DateOrDateTime::from(instant);
            (To::Date(Some(date.into())), None)
        }
        From::Title(_) | From::RichText(_) | From::Formula(_) | From::Rollup(_) => {
            let text = words(kind)?;
            let date = date(&text).ok_or_else(|| format!("{text:?} is no date"))?;
            let remark = matches!(kind, From::Formula(_) | From::Rollup(_)).then(frozen);
            (To::Date(Some(date)), remark)
        }
        _ => return Err(refused(kind, "a date")),
    })
}

fn to_checkbox(kind: &From) -> Result<Casted, String> {
    Ok(match kind {
        From::Number(it) => {
            let is_set = it.as_ref().and_then(Number::as_f64).is_some_and(|it| it != 0.0);
            (To::Checkbox(is_set), Some("a number became yes or no".to_owned()))
        }
        From::MultiSelect(_)
        | From::Date(_)
        | From::People(_)
        | From::Relation(_)
        | From::Files(_) => (To::Checkbox(true), Some("a value became yes".to_owned())),
        From::Title(_)
        | From::RichText(_)
        | From::Select(_)
        | From::Status(_)
        | From::Formula(_) => {
            let text = words(kind)?;
            let flag = flag(&text)
                .ok_or_else(|| format!("{text:?} is neither yes nor no; name it in `values`"))?;
            (To::Checkbox(flag), None)
        }
        _ => return Err(refused(kind, "yes or no")),
    })
}

fn to_line(kind: &From, to: Cast) -> Result<Casted, String> {
    let line = match kind {
        From::Title(_)
        | From::RichText(_)
        | From::Url(_)
        | From::Email(_)
        | From::PhoneNumber(_)
        | From::Formula(_) => words(kind)?,
        From::People(people) => {
            let email = people.first().and_then(|it| it.person.as_ref()?.email.clone());
            email.ok_or_else(|| refused(kind, to.word()))?
        }
        _ => return Err(refused(kind, to.word())),
    };
    let line = Some(line.trim().to_owned());
    Ok((
        match to {
            Cast::Url => To::Url(line),
            Cast::Email => To::Email(line),
            _ => To::PhoneNumber(line),
        },
        None,
    ))
}

/// A number, written with a point and without anything around it.
pub(super) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    text.parse::<i64>().ok().map(Number::from).or_else(|| {
        let plain = text.chars().all(|it| it.is_ascii_digit() || "+-.eE".contains(it));
        text.parse().ok().filter(|_| plain).and_then(Number::from_f64)
    })
}

/// A date, or a range written as `2026-07-01/2026-07-03`.
pub(super) fn date(text: &str) -> Option<DateValue> {
    let text = text.trim();
    if let Some((start, end)) = text.split_once('/') {
        let start: DateValue = DateValue::from(start.parse::<notion_model::DateOrDateTime>().ok()?);
        return Some(DateValue { end: Some(end.parse().ok()?), ..start });
    }
    text.parse::<notion_model::DateOrDateTime>().ok().map(DateValue::from)
}

/// Yes or no.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

fn range(date: &DateValue) -> String {
    match &date.end {
        Some(end) => format!("{}/{end}", date.start),
        None => date.start.to_string(),
    }
}

fn name(user: &User) -> String {
    let id: UserId = user.id;
    user.name.clone().unwrap_or_else(|| id.to_string())
}

fn join(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

fn frozen() -> String {
    "the computed value is written down; it will not change".to_owned()
}

fn refused(kind: &From, to: &str) -> String {
    format!("a value of type {} cannot become {to}", kind.type_name())
}
