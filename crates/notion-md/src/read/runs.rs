//! Collects rich text run by run: merges what looks alike and cuts what is too long.

use std::rc::Rc;

use notion_model::{
    Annotations, Color,
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
        let kind = RichTextKind::Equation(expression);
        self.done.push(RichText { kind, annotations: annotations(style) });
    }

    pub(super) fn push_mention(&mut self, mention: Mention, style: &Style) {
        self.close();
        let kind = RichTextKind::Mention(Box::new(mention));
        self.done.push(RichText { kind, annotations: annotations(style) });
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

    pub(super) fn finish(mut self) -> Vec<RichText> {
        self.close();
        // Lists and texts grow by doubling, and a long text has many of both.
        self.done.shrink_to_fit();
        self.done
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
        if self.done.is_empty() {
            // Most texts are one run, and a run is big.
            self.done.reserve_exact(1);
        }
        if text.len() <= TEXT {
            self.done.push(self.run(text));
        } else {
            let parts: Vec<_> = cut(&text, TEXT).map(|it| self.run(it.to_owned())).collect();
            self.done.extend(parts);
        }
    }

    fn run(&self, content: String) -> RichText {
        let link = self.style.link.as_deref().map(str::to_owned);
        RichText {
            kind: RichTextKind::Text { content, link },
            annotations: annotations(&self.style),
        }
    }
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

fn annotations(style: &Style) -> Annotations {
    Annotations {
        bold: style.marks.has(Marks::BOLD),
        italic: style.marks.has(Marks::ITALIC),
        strikethrough: style.marks.has(Marks::STRIKE),
        underline: style.marks.has(Marks::UNDERLINE),
        code: style.marks.has(Marks::CODE),
        color: style.color.clone(),
        ..Annotations::default()
    }
}
