//! Working with texts and lists.

use super::evaluate::equal;
use super::value::{Stop, Value};

/// How long a text may grow.
const LONGEST: usize = 100_000;

/// The result of a function of texts or lists, `None` if it is none.
pub(super) fn call(name: &str, args: &[Value]) -> Option<Result<Value, Stop>> {
    Some(match (name, args) {
        // Neither an address nor a colour changes what a text says.
        ("format" | "link" | "style" | "unstyle", [value, ..]) => value.words().map(Value::Text),
        ("lower", [value]) => text(value).map(|it| Value::Text(it.to_lowercase())),
        ("upper", [value]) => text(value).map(|it| Value::Text(it.to_uppercase())),
        ("trim", [value]) => text(value).map(|it| Value::Text(it.trim().to_owned())),
        ("length", [value]) => length(value),
        ("substring", [value, rest @ ..]) => substring(value, rest),
        ("contains" | "includes", [within, wanted]) => contains(within, wanted),
        ("repeat", [value, times]) => repeat(value, times),
        ("padStart" | "padEnd", [value, length, with]) => {
            padded(value, length, with, name == "padStart")
        }
        ("test", [value, pattern]) => {
            literal(pattern).and_then(|pattern| Ok(Value::Boolean(text(value)?.contains(pattern))))
        }
        ("replace" | "replaceAll", [value, pattern, with]) => {
            replaced(value, pattern, with, name == "replace")
        }
        ("split", [value, separator]) => split(value, separator),
        ("join", [items @ .., separator]) => join(items, separator),
        _ => return of_list(name, args),
    })
}

fn of_list(name: &str, args: &[Value]) -> Option<Result<Value, Stop>> {
    Some(match (name, args) {
        ("first", [value]) => list(value).map(|it| it.first().cloned().unwrap_or(Value::Empty)),
        ("last", [value]) => list(value).map(|it| it.last().cloned().unwrap_or(Value::Empty)),
        ("at", [value, place]) => at(value, place),
        ("reverse", [value]) => {
            list(value).map(|it| Value::List(it.iter().rev().cloned().collect()))
        }
        ("unique", [value]) => list(value).map(|items| {
            let mut kept: Vec<Value> = Vec::new();
            for item in items {
                if !kept.iter().any(|it| equal(it, item)) {
                    kept.push(item.clone());
                }
            }
            Value::List(kept)
        }),
        ("flat", [value]) => list(value).map(|items| {
            let mut flat = Vec::new();
            for item in items {
                match item {
                    Value::List(inner) => flat.extend(inner.iter().cloned()),
                    other => flat.push(other.clone()),
                }
            }
            Value::List(flat)
        }),
        ("slice", [value, rest @ ..]) => slice(value, rest),
        ("concat", lists) if lists.iter().all(|it| matches!(it, Value::List(_))) => {
            let parts: Result<Vec<&[Value]>, Stop> = lists.iter().map(list).collect();
            parts.map(|parts| Value::List(parts.concat()))
        }
        ("concat", texts) => {
            let parts: Result<Vec<String>, Stop> = texts.iter().map(Value::words).collect();
            parts.map(|parts| Value::Text(parts.concat()))
        }
        _ => return None,
    })
}

/// A text, or nothing, which is no text.
pub(super) fn text(value: &Value) -> Result<&str, Stop> {
    match value {
        Value::Text(text) => Ok(text),
        Value::Empty => Ok(""),
        _ => Err(Stop::Broken),
    }
}

fn list(value: &Value) -> Result<&[Value], Stop> {
    match value {
        Value::List(items) => Ok(items),
        Value::Empty => Ok(&[]),
        _ => Err(Stop::Unsupported),
    }
}

/// The letters of a text. Whether Notion counts two for one outside of the basic plane is not known.
fn letters(value: &Value) -> Result<Vec<char>, Stop> {
    let letters: Vec<char> = text(value)?.chars().collect();
    if letters.iter().any(|it| it.len_utf16() > 1) { Err(Stop::Unsupported) } else { Ok(letters) }
}

/// A whole number that is a place or a count.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn whole(value: &Value) -> Result<i64, Stop> {
    match value {
        Value::Number(number) if number.abs() < 1e9 && number.fract() == 0.0 => Ok(*number as i64),
        _ => Err(Stop::Unsupported),
    }
}

#[expect(clippy::cast_precision_loss, reason = "no text is that long")]
fn length(value: &Value) -> Result<Value, Stop> {
    let length = match value {
        Value::List(items) => items.len(),
        Value::Empty => 0,
        other => letters(other)?.len(),
    };
    Ok(Value::Number(length as f64))
}

fn substring(value: &Value, rest: &[Value]) -> Result<Value, Stop> {
    let letters = letters(value)?;
    let place = |at: usize| -> Result<Option<usize>, Stop> {
        let Some(value) = rest.get(at) else { return Ok(None) };
        // Negative places count differently in languages that are alike.
        let place = usize::try_from(whole(value)?).map_err(|_| Stop::Unsupported)?;
        Ok(Some(place.min(letters.len())))
    };
    let (start, end) = (place(0)?.unwrap_or(0), place(1)?.unwrap_or(letters.len()));
    if end < start {
        return Err(Stop::Unsupported);
    }
    Ok(Value::Text(letters[start..end].iter().collect()))
}

fn slice(value: &Value, rest: &[Value]) -> Result<Value, Stop> {
    let items = list(value)?;
    let place = |at: usize| -> Result<Option<usize>, Stop> {
        let Some(value) = rest.get(at) else { return Ok(None) };
        let place = usize::try_from(whole(value)?).map_err(|_| Stop::Unsupported)?;
        Ok(Some(place.min(items.len())))
    };
    let (start, end) = (place(0)?.unwrap_or(0), place(1)?.unwrap_or(items.len()));
    Ok(Value::List(items.get(start..end).unwrap_or_default().to_vec()))
}

fn at(value: &Value, place: &Value) -> Result<Value, Stop> {
    let place = usize::try_from(whole(place)?).map_err(|_| Stop::Unsupported)?;
    Ok(list(value)?.get(place).cloned().unwrap_or(Value::Empty))
}

fn contains(within: &Value, wanted: &Value) -> Result<Value, Stop> {
    Ok(Value::Boolean(match within {
        Value::List(items) => items.iter().any(|item| equal(item, wanted)),
        Value::Empty => false,
        other => text(other)?.contains(text(wanted)?),
    }))
}

fn repeat(value: &Value, times: &Value) -> Result<Value, Stop> {
    let text = text(value)?;
    let times = usize::try_from(whole(times)?).map_err(|_| Stop::Unsupported)?;
    if text.len().saturating_mul(times) > LONGEST {
        return Err(Stop::Unsupported);
    }
    Ok(Value::Text(text.repeat(times)))
}

fn padded(value: &Value, length: &Value, with: &Value, before: bool) -> Result<Value, Stop> {
    let (mut text, fill) = (letters(value)?, letters(with)?);
    let length = usize::try_from(whole(length)?).map_err(|_| Stop::Unsupported)?;
    if length > LONGEST {
        return Err(Stop::Unsupported);
    }
    let missing = length.saturating_sub(text.len());
    let filling: Vec<char> = fill.into_iter().cycle().take(missing).collect();
    let at = if before { 0 } else { text.len() };
    text.splice(at..at, filling);
    Ok(Value::Text(text.into_iter().collect()))
}

/// A pattern that means itself. Patterns are regular expressions, which are not evaluated.
fn literal(pattern: &Value) -> Result<&str, Stop> {
    let pattern = text(pattern)?;
    let is_special = |it: char| r"\^$.|?*+()[]{}".contains(it);
    if pattern.contains(is_special) { Err(Stop::Unsupported) } else { Ok(pattern) }
}

fn replaced(value: &Value, pattern: &Value, with: &Value, once: bool) -> Result<Value, Stop> {
    let (text, pattern, with) = (text(value)?, literal(pattern)?, with.words()?);
    // `$1` and its like stand for what was found.
    if with.contains('$') || pattern.is_empty() {
        return Err(Stop::Unsupported);
    }
    let count = if once { 1 } else { text.matches(pattern).count() };
    if text.len().saturating_add(with.len().saturating_mul(count)) > LONGEST {
        return Err(Stop::Unsupported);
    }
    Ok(Value::Text(text.replacen(pattern, &with, count)))
}

fn split(value: &Value, separator: &Value) -> Result<Value, Stop> {
    let (text, separator) = (text(value)?, text(separator)?);
    if separator.is_empty() {
        return Err(Stop::Unsupported);
    }
    Ok(Value::List(text.split(separator).map(|it| Value::Text(it.to_owned())).collect()))
}

fn join(items: &[Value], separator: &Value) -> Result<Value, Stop> {
    let items = match items {
        [Value::List(items)] => items,
        other => other,
    };
    let words: Vec<String> = items.iter().map(Value::words).collect::<Result<_, _>>()?;
    let joined = words.join(text(separator)?);
    if joined.len() > LONGEST { Err(Stop::Unsupported) } else { Ok(Value::Text(joined)) }
}
