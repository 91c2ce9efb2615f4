//! Cutting a long text into parts that Notion takes, where a reader would cut it.

use unicode_segmentation::GraphemeCursor;

/// How far from the end of a part a line end or a space is looked for, in UTF-16 units.
const WINDOW: usize = 200;

/// Cuts `text` into parts of at most `limit` UTF-16 units; together they are `text` again.
///
/// A part ends, in this order of preference, after the last line end or the last white space of
/// its final 200 units, or else between two characters as a reader sees them. Only a single such
/// character longer than the limit is cut inside.
pub(crate) fn cut(text: &str, limit: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, tail) = rest.split_at(first_part(rest, limit.max(2)));
        rest = tail;
        Some(part)
    })
}

/// The length in bytes of the first part of `text`, never 0.
fn first_part(text: &str, limit: usize) -> usize {
    // No character has more UTF-16 units than UTF-8 bytes.
    if text.len() <= limit {
        return text.len();
    }
    let mut units = 0;
    let mut window = None;
    let mut end = text.len();
    for (at, char) in text.char_indices() {
        if window.is_none() && units + WINDOW >= limit {
            window = Some(at);
        }
        units += char.len_utf16();
        if units > limit {
            end = at;
            break;
        }
    }
    if end == text.len() {
        return end;
    }
    let window = window.unwrap_or(0);
    if let Some(at) = text[window..end].rfind('\n') {
        return window + at + 1;
    }
    let spaces = text[window..end].rmatch_indices(char::is_whitespace);
    for (at, space) in spaces {
        let after = window + at + space.len();
        if is_boundary(text, after) {
            return after;
        }
    }
    boundary_before(text, end).unwrap_or(end)
}

fn is_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// The last boundary between visible characters at or before `end`, unless it is the start.
fn boundary_before(text: &str, end: usize) -> Option<usize> {
    if is_boundary(text, end) {
        return Some(end);
    }
    let mut cursor = GraphemeCursor::new(end, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().filter(|&at| at > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;

    fn units(text: &str) -> usize {
        text.encode_utf16().count()
    }

    #[track_caller]
    fn check(text: &str, expected: &[usize]) {
        let lengths: Vec<_> = cut(text, 2000).map(units).collect();
        assert_eq!(lengths, expected);
        assert_eq!(cut(text, 2000).collect::<String>(), text);
    }

    #[test]
    fn cuts_where_a_reader_would() {
        check("", &[]);
        check(&"x".repeat(2000), &[2000]);
        check(&"x".repeat(4218), &[2000, 2000, 218]);
        check(
            &format!("{}\n{} {}", "x".repeat(1850), "y".repeat(100), "z".repeat(100)),
            &[1851, 201],
        );
        check(&format!("{} {}", "x".repeat(1900), "z".repeat(150)), &[1901, 150]);
        check(&format!("{} {}", "x".repeat(1700), "z".repeat(400)), &[2000, 101]);
    }

    #[test]
    fn counts_utf16_and_never_cuts_a_character() {
        check(&format!("{}😀", "x".repeat(1999)), &[1999, 2]);
        check(&format!("{}😀", "x".repeat(1998)), &[2000]);
        let family = "👩\u{200d}👩\u{200d}👧";
        check(&format!("{}{family}", "x".repeat(1997)), &[1997, 8]);
        let flags = "🇩🇪".repeat(501);
        check(&flags, &[2000, 4]);
        let zalgo = format!("a{}", "\u{301}".repeat(4500));
        check(&zalgo, &[2000, 2000, 501]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

        #[test]
        fn parts_fit_and_make_the_whole(text in r"(\PC|\n|e\u{301}|😀|👩\u{200d}👧){0,60}", limit in 8_usize..40) {
            let parts: Vec<&str> = cut(&text, limit).collect();
            prop_assert_eq!(parts.concat(), text.clone());
            let starts: Vec<usize> = text.grapheme_indices(true).map(|it| it.0).collect();
            let mut at = 0;
            for part in parts {
                prop_assert!(units(part) <= limit && !part.is_empty());
                let start = text[..at].graphemes(true).next_back().map_or(0, units);
                prop_assert!(starts.contains(&at) || start >= limit / 2);
                at += part.len();
            }
        }
    }
}
