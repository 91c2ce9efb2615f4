//! Names that were perhaps meant, and how names and values are written without being misread.

use std::borrow::Cow;

use crate::evaluate::fold;
use crate::lex::write_quoted;

/// At most this many names are suggested.
const MOST: usize = 3;

/// The names nearest to what was written: by spelling, then by beginning, then with the same words in
/// another order.
pub(crate) fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    /// Nobody mistypes a name of this length, and comparing with it would take long.
    const LONGEST: usize = 200;
    let wanted = letters(written);
    if wanted.is_empty() || written.len() > LONGEST {
        return Vec::new();
    }
    let limit = (wanted.len() / 3).max(1);
    let folded = fold(written);
    let mut ranked: Vec<(usize, usize, &str)> = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        let letters = letters(name);
        let distance = distance(&wanted, &letters, limit);
        // What shares no letter with the name is no mistyped form of it.
        let rank = if distance <= limit && distance < wanted.len() {
            Some(distance)
        } else if wanted.len() >= 3 && (letters.starts_with(&wanted) || begins_word(name, &folded))
        {
            Some(limit + 1)
        } else if same_words(&folded, name) {
            Some(limit + 2)
        } else {
            None
        };
        let is_new = ranked.iter().all(|(_, _, other)| *other != name);
        ranked.extend(rank.filter(|_| is_new).map(|rank| (rank, place, name)));
    }
    ranked.sort_unstable();
    ranked.into_iter().take(MOST).map(|(_, _, name)| name).collect()
}

/// What counts of a name: its letters without case, blanks, `_` and `-`. Long names are cut, so that
/// comparing stays cheap whatever the input is.
fn letters(name: &str) -> Vec<char> {
    const LONGEST: usize = 64;
    let counts = |it: &char| !it.is_whitespace() && !matches!(it, '_' | '-');
    fold(name).chars().filter(counts).take(LONGEST).collect()
}

fn begins_word(name: &str, folded: &str) -> bool {
    fold(name).split_whitespace().any(|word| word.starts_with(folded))
}

fn same_words(folded: &str, name: &str) -> bool {
    fn words(text: &str) -> Vec<&str> {
        let mut words: Vec<&str> = text.split([' ', '_', '-']).collect();
        words.sort_unstable();
        words
    }
    let left = words(folded);
    left.len() > 1 && left == words(&fold(name))
}

/// How many letters have to be changed, added, dropped or swapped with their neighbour; stops counting
/// beyond `limit`.
fn distance(left: &[char], right: &[char], limit: usize) -> usize {
    if left.len().abs_diff(right.len()) > limit {
        return limit + 1;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1; right.len() + 1];
        for (j, b) in right.iter().enumerate() {
            let changed = last[j] + usize::from(a != b);
            row[j + 1] = changed.min(last[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b;
            if swapped {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

/// A property's name as it can be written in a filter: bare if nothing in it could be misread.
///
/// For programs that build filters from names and values that they do not know. What would be read as an
/// operator, a connector, a clause, a direction of `order by` or a time of the page itself is quoted.
///
/// ```
/// use notion_filter::{quote_name, quote_value};
///
/// let filter = format!("{} = {}", quote_name("Is it far?"), quote_value("yes, or no"));
/// assert_eq!(filter, r#""Is it far?" = "yes, or no""#);
/// assert_eq!(quote_name("Due Date"), "Due Date");
/// ```
pub fn quote_name(name: &str) -> Cow<'_, str> {
    const RESERVED: &[&str] = &["not", "where", "prop", "any", "some", "every", "all", "none"];
    const TIMES: &[&str] = &["created_time", "last_edited_time"];
    const DIRECTIONS: &[&str] = &["asc", "ascending", "desc", "descending"];
    let is_any = |words: &[&str], word: &str| words.iter().any(|it| word.eq_ignore_ascii_case(it));
    let first = name.split(' ').next().unwrap_or_default();
    let is_reserved = is_any(RESERVED, first)
        || is_any(TIMES, name)
        || name.split(' ').any(|word| is_any(DIRECTIONS, word));
    quote(name, is_reserved)
}

/// A value as it can be written in a filter: bare if nothing in it could be misread. See [`quote_name`].
///
/// Quotes mean text: numbers, dates and `true` are written as they are, without this function.
pub fn quote_value(value: &str) -> Cow<'_, str> {
    const RESERVED: &[&str] = &["not", "empty", "checked", "unchecked", "page", "user", "group"];
    let first = value.split(' ').next().unwrap_or_default();
    quote(value, RESERVED.iter().any(|it| first.eq_ignore_ascii_case(it)))
}

fn quote(text: &str, is_reserved: bool) -> Cow<'_, str> {
    /// Words that are an operator, a connector or a clause somewhere.
    const WORDS: &[&str] = &[
        "and", "or", "is", "in", "within", "not", "contains", "has", "between", "equals", "before",
        "after", "starts", "ends", "does", "on", "order", "sort", "limit", "select",
    ];
    let plain = |word: &str| {
        !word.is_empty()
            && word.chars().all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.'))
            && !word.starts_with("--")
            && !WORDS.iter().any(|it| word.eq_ignore_ascii_case(it))
    };
    if !is_reserved && text.split(' ').all(plain) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(write_quoted(text))
    }
}

/// Names in backquotes, as many as a reader wants to see.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<&str> = names.into_iter().collect();
    let mut list: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if names.len() > SHOWN {
        list.push(format!("and {} more", names.len() - SHOWN));
    }
    list.join(", ")
}

/// The same joined by `or`, for a question.
pub(crate) fn or_listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["Status", "Start Date", "Deadline", "Priority", "Assigned To"];
        let nearest = |written| nearest(written, names);
        assert_eq!(nearest("Staus"), ["Status"]);
        assert_eq!(nearest("sttaus"), ["Status"]);
        assert_eq!(nearest("start_date"), ["Start Date"]);
        assert_eq!(nearest("prio"), ["Priority"]);
        assert_eq!(nearest("date start"), ["Start Date"]);
        assert_eq!(nearest("date"), ["Start Date"]);
        assert_eq!(nearest("zzz"), Vec::<&str>::new());
        assert_eq!(nearest(""), Vec::<&str>::new());
    }

    #[test]
    fn only_what_could_be_misread_is_quoted() {
        assert_eq!(quote_name("Due Date"), "Due Date");
        assert_eq!(quote_name("状態"), "状態");
        assert_eq!(quote_name("not mine"), "\"not mine\"");
        assert_eq!(quote_name("R&D"), "\"R&D\"");
        assert_eq!(quote_name("Days in stage"), "\"Days in stage\"");
        assert_eq!(quote_value("Not started"), "\"Not started\"");
        assert_eq!(quote_value("In progress"), "\"In progress\"");
        assert_eq!(quote_value("needs review"), "needs review");
        assert_eq!(quote_value("a  b"), "\"a  b\"");
        assert_eq!(quote_value(""), "\"\"");
    }
}
