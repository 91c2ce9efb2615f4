//! Collects rich text run by run: merges what looks alike and cuts what is too long.

use std::rc::Rc;

use notion_model::{
    Color,
    limits::TEXT,
    request::{Mention, RichText, RichTextKind},
};

use super::build;
use crate::cut::cut;

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u8);

impl Marks {
    pub(super) const NONE: Self = Self(0);
    pub(super) const BOLD: Self = Self(1);
    pub(super) const ITALIC: Self = Self(2);
    pub(super) const STRIKE: Self = Self(4);
    pub(super) const UNDERLINE: Self = Self(8);
    pub(super) const CODE: Self = Self(16);

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// How a run looks and where it leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub(super) marks: Marks,
    pub(super) color: Color,
    pub(super) link: Option<Rc<str>>,
}

impl Style {
    fn is_plain(&self) -> bool {
        self.marks == Marks::NONE && matches!(self.color, Color::Default) && self.link.is_none()
    }
}

/// Rich text under construction.
#[derive(Debug, Default)]
pub(super) struct Runs {
    done: Vec<RichText>,
    /// The run that may still grow.
    text: String,
    style: Style,
}

impl Runs {
    pub(super) fn push(&mut self, text: &str, style: &Style) {
        if text.is_empty() {
            return;
        }
        self.restyle(style);
        self.text.push_str(text);
    }

    /// The same for a text that need not be copied.
    pub(super) fn push_owned(&mut self, text: String, style: &Style) {
        if text.is_empty() {
            return;
        }
        self.restyle(style);
        if self.text.is_empty() {
            self.text = text;
        } else {
            self.text.push_str(&text);
        }
    }

    /// Makes room for a text of many lines before the first is added: a text that grows line by
    /// line would be moved again and again, and hold up to twice what it needs.
    pub(super) fn make_room(&mut self, bytes: impl FnOnce() -> usize) {
        if !self.text.is_empty() && self.text.capacity() == self.text.len() {
            self.text.reserve_exact(bytes());
        }
    }

    pub(super) fn push_equation(&mut self, expression: String, style: &Style) {
        self.close();
        self.done.push(RichText::equation(expression));
        dress(&mut self.done, style);
    }

    pub(super) fn push_mention(&mut self, mention: Mention, style: &Style) {
        self.close();
        self.done.push(RichText::mention(mention));
        dress(&mut self.done, style);
    }

    /// The last character, unless the last run is not text.
    pub(super) fn last_char(&self) -> Option<char> {
        self.text.chars().next_back()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.done.is_empty() && self.text.is_empty()
    }

    /// Drops white space at the end.
    pub(super) fn trim_end(&mut self) {
        self.text.truncate(self.text.trim_end().len());
    }

    /// Drops spaces at the end, but no line break.
    pub(super) fn trim_spaces_end(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
    }

    /// Drops the last character, known to be a line break.
    pub(super) fn drop_one_line_break(&mut self) {
        if self.text.ends_with('\n') {
            self.text.pop();
        }
    }

    /// Takes out all that was pushed, in a list as long as it must be. The one that it grew in
    /// stays for the next text.
    pub(super) fn finish(&mut self) -> Vec<RichText> {
        self.close();
        let mut runs = Vec::with_capacity(self.done.len());
        runs.append(&mut self.done);
        runs
    }

    fn restyle(&mut self, style: &Style) {
        if self.style != *style {
            self.close();
            self.style = style.clone();
        }
    }

    fn close(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = snug(std::mem::take(&mut self.text));
        if text.len() <= TEXT {
            self.done.push(RichText::text(text));
            dress(&mut self.done, &self.style);
        } else {
            for part in cut(&text, TEXT) {
                self.done.push(RichText::text(part));
                dress(&mut self.done, &self.style);
            }
        }
    }
}

/// Gives the last run its look. It is big, so it is changed where it lies, and most are plain.
fn dress(runs: &mut [RichText], style: &Style) {
    let Some(run) = runs.last_mut().filter(|_| !style.is_plain()) else { return };
    if let (RichTextKind::Text { link, .. }, Some(url)) = (&mut run.kind, &style.link) {
        *link = Some(url.as_ref().to_owned());
    }
    let look = &mut run.annotations;
    look.bold = style.marks.has(Marks::BOLD);
    look.italic = style.marks.has(Marks::ITALIC);
    look.strikethrough = style.marks.has(Marks::STRIKE);
    look.underline = style.marks.has(Marks::UNDERLINE);
    look.code = style.marks.has(Marks::CODE);
    look.color = style.color.clone();
}

/// The runs of a plain text.
pub(super) fn plain(text: String) -> Vec<RichText> {
    match text.len() {
        0 => Vec::new(),
        1..=TEXT => vec![RichText::text(snug(text))],
        _ => build::text(&text),
    }
}

/// Gives back the room that a text grew into, unless giving costs more than it gives.
fn snug(mut text: String) -> String {
    if text.capacity() - text.len() >= 64 {
        text.shrink_to_fit();
    }
    text
}
