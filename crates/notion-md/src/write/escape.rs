//! Escaping: what would mean something in Markdown is written so that it means itself.

use super::{
    atom::{Atom, AtomKind},
    inline::Setting,
};
use crate::Dialect;

/// What is escaped in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Escape {
    how_much: HowMuch,
    setting: Setting,
    dialect: Dialect,
    /// Whether a single one of these is without a partner and so means itself.
    dollars: bool,
    tildes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HowMuch {
    /// What could mean something where it stands.
    Needed,
    /// All punctuation.
    Everything,
    /// All punctuation, as entities, for places that are HTML to others and Markdown to us.
    Entities,
}

/// What is around a text.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact about the place of the text")]
pub(super) struct Neighbours {
    pub(super) next: Option<char>,
    pub(super) next_is_link: bool,
    pub(super) in_link: bool,
    /// Whether nothing follows in the block.
    pub(super) is_last: bool,
    /// Whether the block has no other text.
    pub(super) is_all: bool,
}

impl Escape {
    pub(super) fn what_is_needed(setting: Setting, dialect: Dialect, atoms: &[Atom<'_>]) -> Self {
        let count = |char: char| -> usize {
            let texts = atoms.iter().filter(|it| it.kind == AtomKind::Text);
            texts.map(|it| it.text.matches(char).count()).sum()
        };
        let has_math = atoms.iter().any(|it| it.kind == AtomKind::Math);
        Self {
            how_much: HowMuch::Needed,
            setting,
            dialect,
            dollars: has_math || count('$') > 1,
            tildes: count('~') > 1 || atoms.len() > 1,
        }
    }

    pub(super) fn everything(setting: Setting, dialect: Dialect) -> Self {
        Self { how_much: HowMuch::Everything, setting, dialect, dollars: true, tildes: true }
    }

    pub(super) fn entities() -> Self {
        let setting = Setting::Summary;
        let dialect = Dialect::Gfm;
        Self { how_much: HowMuch::Entities, setting, dialect, dollars: true, tildes: true }
    }

    /// Appends an escaped text.
    pub(super) fn push(self, text: &str, around: Neighbours, out: &mut String) {
        let is_notion = self.dialect.is_notion();
        if !is_notion
            && around.is_all
            && self.setting == Setting::Paragraph
            && text.bytes().all(|it| it == b'\n')
        {
            // The first break makes the paragraph, the others are its text.
            (0..=text.len()).for_each(|_| out.push_str("<br>"));
            return;
        }
        let mut before = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, char)) = chars.next() {
            let rest = &text[at..];
            let next = chars.peek().map(|it| it.1).or(around.next);
            let is_end = chars.peek().is_none() && around.is_last;
            match char {
                '\n' => self.line_break(&text[at..], around, out),
                ' ' | '\t' => {
                    let line_start = is_line_start(out);
                    let at_edge =
                        line_start || is_end || next == Some('\n') || ends_with_break(out);
                    match (at_edge, char) {
                        (true, ' ') => out.push_str("&#32;"),
                        (true, _) => out.push_str("&#9;"),
                        (false, _) => out.push(char),
                    }
                }
                '\u{b}' | '\u{c}' | '\u{85}' | '\u{feff}' | '\r' => {
                    push_entity(char, out);
                }
                char if char.is_ascii_punctuation() => {
                    self.punctuation(char, rest, before, next, around, out);
                }
                _ => out.push(char),
            }
            before = Some(char);
        }
        if self.setting == Setting::Heading
            && around.is_last
            && out.ends_with('#')
            && !out.ends_with("\\#")
        {
            // A heading may end with a decoration of `#`.
            out.pop();
            out.push_str("\\#");
        }
    }

    fn line_break(self, rest: &str, around: Neighbours, out: &mut String) {
        let is_tail = around.is_last && rest.bytes().all(|it| it == b'\n');
        match self.setting {
            _ if self.dialect == Dialect::V1 => out.push_str("<br>"),
            // Notion's Markdown has the tag only in cells; this stands for the same character.
            Setting::Paragraph | Setting::Alt | Setting::Heading
                if is_tail && self.dialect == Dialect::V2 =>
            {
                out.push_str("&#10;");
            }
            _ if self.dialect == Dialect::V2
                && matches!(self.setting, Setting::Cell | Setting::TagCell) =>
            {
                out.push_str("<br />");
            }
            // A backslash at the very end would be a backslash.
            Setting::Paragraph | Setting::Alt if !is_tail => out.push_str("\\\n"),
            _ => out.push_str("<br>"),
        }
    }

    fn punctuation(
        self,
        char: char,
        rest: &str,
        before: Option<char>,
        next: Option<char>,
        around: Neighbours,
        out: &mut String,
    ) {
        let escaped = match self.how_much {
            HowMuch::Needed => self.is_needed(char, rest, before, next, around, out),
            HowMuch::Everything => !(self.setting == Setting::Cell && char == '|'),
            HowMuch::Entities => {
                push_entity(char, out);
                if char == '@' {
                    // An address of mail is found even behind an entity, but not across this.
                    out.push_str("<!---->");
                }
                return;
            }
        };
        if escaped {
            out.push('\\');
        }
        out.push(char);
    }

    fn is_needed(
        self,
        char: char,
        rest: &str,
        before: Option<char>,
        next: Option<char>,
        around: Neighbours,
        out: &str,
    ) -> bool {
        let is_space = |it: Option<char>| it.is_none_or(char::is_whitespace);
        let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        let line_start = is_line_start(out);
        let brackets = around.in_link || self.setting == Setting::Alt;
        let is_v1 = self.dialect == Dialect::V1;
        let ends_marker = |it: Option<char>| is_space(it);
        match char {
            // What Notion itself escapes.
            '*' | '~' | '$' | '[' | ']' | '<' | '>' | '{' | '}' | '|' | '^' if is_v1 => true,
            '_' | '=' if is_v1 => false,
            ':' if is_v1 => line_start && rest.starts_with("::"),
            '\\' | '`' => true,
            '*' => line_start || !(is_space(before) && is_space(next)),
            '_' => {
                line_start
                    || !((is_word(before) && is_word(next)) || (is_space(before) && is_space(next)))
            }
            '~' => self.tildes || line_start,
            '$' => self.dollars,
            '[' => {
                brackets || line_start || matches!(next, Some('^' | '!' | ']' | ' ' | 'x' | 'X'))
            }
            ']' => brackets || matches!(next, Some('(' | '[' | ':')) || rest.len() == 1,
            '!' => next == Some('[') || (rest.len() == 1 && around.next_is_link),
            '<' => next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, '/' | '!' | '?')),
            '&' => begins_entity(rest),
            ':' if self.dialect.is_notion() => {
                line_start && matches!(next, Some('-' | '|' | ' ') | None)
            }
            '.' if self.dialect.is_notion() => is_list_number(out) && ends_marker(next),
            '@' if self.dialect.is_notion() => false,
            ':' => {
                let line = line_start && matches!(next, Some('-' | '|' | ' ') | None);
                let word = out.rsplit(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or("");
                let scheme = ["http", "https", "ftp", "mailto", "xmpp"];
                line || scheme.iter().any(|it| word.to_ascii_lowercase().ends_with(it))
            }
            '.' => {
                let word = out.rsplit(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or("");
                word.eq_ignore_ascii_case("www") || (is_list_number(out) && ends_marker(next))
            }
            ')' => is_list_number(out) && ends_marker(next),
            '@' => is_word(next) && !is_space(before),
            '#' | '>' | '=' => line_start,
            '-' | '+' => {
                line_start && (ends_marker(next) || matches!(next, Some('-' | '|' | ':' | '+')))
            }
            // A cell escapes its bars by itself, those of code and equations included.
            '|' => line_start && self.setting != Setting::Cell,
            _ => false,
        }
    }
}

fn ends_with_break(out: &str) -> bool {
    out.ends_with("<br>") || out.ends_with("<br />")
}

fn is_line_start(out: &str) -> bool {
    out.is_empty() || out.ends_with('\n')
}

/// A character as an entity, which no rule of Markdown sees.
fn push_entity(char: char, out: &mut String) {
    out.push_str("&#");
    out.push_str(&u32::from(char).to_string());
    out.push(';');
}

/// Whether a line so far is a number, as before the `.` of a list.
fn is_list_number(out: &str) -> bool {
    let line = out.rsplit('\n').next().unwrap_or_default();
    !line.is_empty() && line.len() < 10 && line.bytes().all(|it| it.is_ascii_digit())
}

/// Whether a text begins with what looks like an entity: `&amp;`, `&#38;`.
pub(super) fn begins_entity(text: &str) -> bool {
    let name = &text[1..];
    let length =
        name.bytes().take(40).take_while(|it| it.is_ascii_alphanumeric() || *it == b'#').count();
    length > 0 && name.as_bytes().get(length) == Some(&b';')
}
