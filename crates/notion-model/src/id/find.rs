//! Where ids stand in Notion's URLs.
//!
//! The rules for pages are those of Notion's own SDK, so that whatever it takes, we take, and both
//! mean the same object by it.

use uuid::Uuid;

/// Where URLs carry the ids of a kind of object.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place {
    /// In the path or the query, as pages do.
    Page,
    /// The same, but not in a parameter that names a page: databases.
    Container,
    /// Behind the `#`.
    Block,
    /// In the parameter `v`.
    View,
    /// Nowhere.
    Nowhere,
}

/// A text that holds no id of the kind that is meant.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{input}` holds no {kind} id; write 32 hex digits, with or without dashes{}", hint(*.place))]
pub struct ParseIdError {
    kind: &'static str,
    place: Place,
    input: Box<str>,
}

fn hint(place: Place) -> &'static str {
    match place {
        Place::Page | Place::Container => ", or the object's URL",
        Place::Block => ", or a link to the block, which ends in `#` and its id",
        Place::View => ", or the URL of the database with `?v=` and the view's id",
        Place::Nowhere => "",
    }
}

impl ParseIdError {
    #[cold]
    pub(super) fn new(kind: &'static str, place: Place, input: &str) -> Self {
        // A pasted document is not worth repeating.
        Self { kind, place, input: input.chars().take(120).collect::<String>().into() }
    }
}

/// An id and nothing else, with or without dashes, in any case.
// Without `inline` it depends on how the compiler splits the caller's crate whether objects, which
// carry several ids each, read them by calls of calls.
#[inline]
pub(super) fn whole(input: &str) -> Option<Uuid> {
    if let Some(id) = notion_form(input.as_bytes()) {
        return Some(id);
    }
    otherwise_spelled(input.trim())
}

/// Without dashes or in upper case.
#[cold]
fn otherwise_spelled(input: &str) -> Option<Uuid> {
    matches!(input.len(), 32 | 36).then(|| Uuid::try_parse(input).ok()).flatten()
}

/// Reads an id in the one form in which Notion writes ids, 32 lower-case hex digits with dashes. A
/// row carries a dozen.
fn notion_form(input: &[u8]) -> Option<Uuid> {
    /// Where the two digits of each byte begin.
    const PAIRS: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    let input: &[u8; 36] = input.try_into().ok()?;
    let mut is_id = [8, 13, 18, 23].iter().all(|&at| input[at] == b'-');
    let mut bytes = [0; 16];
    for (byte, at) in bytes.iter_mut().zip(PAIRS) {
        let (high, low) = (DIGITS[usize::from(input[at])], DIGITS[usize::from(input[at + 1])]);
        is_id &= (high | low) < 16;
        *byte = high << 4 | low;
    }
    is_id.then(|| Uuid::from_bytes(bytes))
}

/// The value of each lower-case hex digit, and 255 for all that is none.
const DIGITS: [u8; 256] = {
    let mut digits = [255; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
};

/// The id of an object of the given kind in an id or a URL.
pub(super) fn find(input: &str, place: Place) -> Option<Uuid> {
    let input = input.trim();
    whole(input).or_else(|| match place {
        Place::Page => slug(input)
            .or_else(|| after(input, &["p=", "page_id=", "database_id="], &['?', '&']))
            .or_else(|| first(input)),
        Place::Container => {
            let path = input.split(['?', '#']).next().unwrap_or_default();
            slug(input)
                .or_else(|| first(path))
                .or_else(|| after(input, &["database_id="], &['?', '&']))
                .or_else(|| first(input))
        }
        Place::Block => after(input, &["", "block-"], &['#']),
        Place::View => after(input, &["v="], &['?', '&']),
        Place::Nowhere => None,
    })
}

/// The id that ends a path segment after a dash: `/Title-<32 hex>`.
fn slug(input: &str) -> Option<Uuid> {
    hex_runs(input).find_map(|(at, id)| {
        let before = input.get(..at)?;
        let after = input.get(at + 32..)?;
        let is_last = after.is_empty() || after.starts_with(SIGNS);
        // Looked for last, and no further back than the sign before: no text is read twice.
        let in_slug = || {
            before.ends_with('-')
                && before.rfind(SIGNS).is_some_and(|sign| before[sign..].starts_with('/'))
        };
        (is_last && in_slug()).then_some(id)
    })
}

/// What ends a part of a URL.
const SIGNS: [char; 3] = ['/', '?', '#'];

/// The id right behind one of the keys, which follows one of the signs.
fn after(input: &str, keys: &[&str], signs: &[char]) -> Option<Uuid> {
    hex_runs(input).find_map(|(at, id)| {
        let before = input.get(..at)?;
        keys.iter()
            .any(|key| before.strip_suffix(key).is_some_and(|before| before.ends_with(signs)))
            .then_some(id)
    })
}

/// The first 32 hex digits in a row.
fn first(input: &str) -> Option<Uuid> {
    hex_runs(input).next().map(|(_, id)| id)
}

/// Every place where 32 hex digits begin, left to right.
fn hex_runs(input: &str) -> impl Iterator<Item = (usize, Uuid)> {
    let bytes = input.as_bytes();
    let mut run = 0;
    bytes.iter().enumerate().filter_map(move |(at, byte)| {
        run = if byte.is_ascii_hexdigit() { run + 1 } else { 0 };
        let start = (run >= 32).then(|| at - 31)?;
        Some((start, Uuid::try_parse(input.get(start..=at)?).ok()?))
    })
}

#[cfg(test)]
mod tests;
