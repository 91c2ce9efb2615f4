//! Code blocks and displayed equations.

use notion_model::request::{Code, RichText, plain_text};

use super::{Writer, escape::begins_entity};
use crate::{RemarkKind, language::fence_word};

impl Writer<'_> {
    pub(super) fn code(&mut self, code: &Code) {
        let text = plain_text(&code.rich_text);
        let mut info = fence_word(&code.language).to_owned();
        self.plain_only("the text", &code.rich_text);
        self.plain_only("the caption", &code.caption);
        let caption = plain_text(&code.caption);
        if let Some(kept) = self.fence_infos.take(&code.language, &text, &caption) {
            return self.fenced(&escaped(kept), &text);
        }
        let quote = if caption.contains('"') { '\'' } else { '"' };
        if caption.contains(quote) {
            let message = "a caption with both kinds of quotation marks cannot be written here";
            self.remark(RemarkKind::CaptionDropped, message);
        } else if !caption.is_empty() {
            let word = if info.is_empty() { "text" } else { &info };
            info = format!("{word} title={quote}{}{quote}", encoded(&caption));
        }
        self.fenced(&info, &text);
    }

    /// Says that there are no marks, links and mentions in and about code.
    fn plain_only(&mut self, what: &str, runs: &[RichText]) {
        if runs.iter().any(|it| *it != RichText::text(it.plain_text())) {
            let message = format!("{what} of a code block became plain text");
            self.remark(RemarkKind::ShownAsText, message);
        }
    }

    pub(super) fn equation(&mut self, expression: &str) {
        let expression = expression.trim();
        if is_safe_between_dollars(expression) {
            self.lines.push("$$");
            self.lines.push(expression);
            self.lines.push("$$");
        } else {
            self.fenced("math", expression);
        }
    }

    pub(super) fn fenced(&mut self, info: &str, text: &str) {
        // Backticks after backticks would be no fence.
        let char = if info.contains('`') { '~' } else { '`' };
        let fence = char.to_string().repeat(longest_run(text, char).max(2) + 1);
        self.lines.push(&format!("{fence}{info}"));
        if !text.is_empty() {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            self.lines.push(&text);
        }
        self.lines.push(&fence);
    }
}

/// A text as it stands after a fence, where entities are decoded first and escapes after them.
fn encoded(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    let text = text.replace('&', "&amp;").replace('\\', "\\\\");
    text.replace('`', "&#96;").replace('\n', "&#10;")
}

/// An info string as it was written, but for what would be taken for an escape or an entity.
fn escaped(info: &str) -> String {
    let mut out = String::with_capacity(info.len());
    for (at, char) in info.char_indices() {
        let next = info.as_bytes().get(at + 1);
        match char {
            '\\' if next.is_some_and(u8::is_ascii_punctuation) => out.push_str("\\\\"),
            '&' if begins_entity(&info[at..]) => out.push_str("&amp;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            _ => out.push(char),
        }
    }
    out
}

/// Whether an equation between lines of dollars is read as one paragraph: nothing in it may look
/// like another block or like the end of the equation.
fn is_safe_between_dollars(expression: &str) -> bool {
    !expression.contains(['$', '`', '\0', '\r'])
        && expression.split('\n').all(|line| {
            let first = line.chars().next().unwrap_or(' ');
            line.trim().len() == line.len()
                && !first.is_ascii_digit()
                && !matches!(
                    first,
                    ' ' | '#' | '>' | '-' | '+' | '*' | '_' | '=' | '|' | ':' | '<' | '~' | '['
                )
        })
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, char: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for it in text.chars() {
        run = if it == char { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
