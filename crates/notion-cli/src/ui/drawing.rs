//! Paints what a library drew as plain text: headings, margins and marks get their colours.

use super::{ACCENT, ERROR, GOOD, WARNING};
use anstyle::{AnsiColor, Style};

/// For line numbers and the margin.
const MARGIN: Style = AnsiColor::Blue.on_default().bold();

/// The drawing in colour. The stream takes colours out where none are wanted.
pub(super) fn painted(drawn: &str) -> String {
    let mut heading = ERROR;
    let lines = drawn.lines().map(|line| {
        for (word, style) in [("error", ERROR), ("warning", WARNING)] {
            if let Some((code, message)) = heading_of(line, word) {
                heading = style;
                return format!("{style}{word}{code}:{style:#}{message}");
            }
        }
        margin(line, heading).unwrap_or_else(|| line.to_owned())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Code and message of `error[NF0101]: …` or `error: …`.
fn heading_of<'a>(line: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let rest = line.strip_prefix(word)?;
    let (code, message) = rest.split_once(':')?;
    let is_code = code.is_empty() || code.starts_with('[') && code.ends_with(']');
    is_code.then_some((code, message))
}

/// A line below a heading: its margin, and what is beside it.
fn margin(line: &str, heading: Style) -> Option<String> {
    let beside = line.trim_start_matches(|it: char| it == ' ' || it.is_ascii_digit());
    let blank = &line[..line.len() - beside.len()];
    if let Some(place) = beside.strip_prefix("--> ") {
        return Some(format!("{blank}{MARGIN}-->{MARGIN:#} {place}"));
    }
    if let Some(shown) = beside.strip_prefix('|') {
        let is_marks = shown.trim_start().starts_with(['^', '-']) && blank.trim().is_empty();
        let shown =
            if is_marks { format!("{heading}{shown}{heading:#}") } else { shown.to_owned() };
        return Some(format!("{MARGIN}{blank}|{MARGIN:#}{shown}"));
    }
    let (word, text) = beside.strip_prefix("= ")?.split_once(':')?;
    let style = if word == "fix" { GOOD } else { ACCENT };
    Some(format!("{blank}{MARGIN}={MARGIN:#} {style}{word}:{style:#}{text}"))
}

#[cfg(test)]
mod tests {
    use super::painted;

    #[test]
    fn colours_change_no_letter() {
        let drawn = "error[NF0101]: unknown property `Staus`\n --> filter:1:1\n  |\n1 | Staus = Done\n  \
                     | ^^^^^ not a property\n  |\n  = help: did you mean `Status`?\n  = fix:  Status = Done";
        let painted = painted(drawn);
        assert_eq!(anstream::adapter::strip_str(&painted).to_string(), drawn);
        insta::assert_snapshot!(painted.replace('\u{1b}', "␛"), @"
        ␛[1m␛[31merror[NF0101]:␛[0m unknown property `Staus`
         ␛[1m␛[34m-->␛[0m filter:1:1
        ␛[1m␛[34m  |␛[0m
        ␛[1m␛[34m1 |␛[0m Staus = Done
        ␛[1m␛[34m  |␛[0m␛[1m␛[31m ^^^^^ not a property␛[0m
        ␛[1m␛[34m  |␛[0m
          ␛[1m␛[34m=␛[0m ␛[1m␛[36mhelp:␛[0m did you mean `Status`?
          ␛[1m␛[34m=␛[0m ␛[32mfix:␛[0m  Status = Done
        ");
    }
}
