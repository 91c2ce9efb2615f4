//! Rich text as far as Markdown can say it.

use std::borrow::Cow;

use notion_model::{
    Color,
    request::{Mention, RichText, RichTextKind},
};

use super::{
    Writer,
    link::{is_kept, page_url},
};
use crate::{Colors, Dialect, RemarkKind, mention, remark::shorten};

/// A run as Markdown can say it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Atom<'a> {
    pub(super) kind: AtomKind,
    pub(super) text: Cow<'a, str>,
    pub(super) marks: Marks,
    pub(super) color: Option<&'a Color>,
    pub(super) link: Option<Cow<'a, str>>,
    /// The mention that the text is the tag of.
    mention: Option<&'a Mention>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtomKind {
    Text,
    Code,
    Math,
    /// A tag that stands for a mention; its text is the tag.
    Tag,
}

/// Whether a text is bold, italic, struck through, underlined and, where backticks cannot say it,
/// code; in the order of [`MARKS`](super::inline::MARKS).
pub(super) type Marks = [bool; 5];

impl Writer<'_> {
    /// What Markdown can say of these runs; the rest is remarked upon.
    pub(super) fn atoms<'t>(&mut self, runs: &'t [RichText]) -> Vec<Atom<'t>> {
        let mut atoms: Vec<Atom<'t>> = Vec::with_capacity(runs.len());
        for run in runs {
            let Some(atom) = self.atom(run) else { continue };
            match atoms.last_mut() {
                Some(last) if last.looks_like(&atom) => last.text.to_mut().push_str(&atom.text),
                _ => atoms.push(atom),
            }
        }
        atoms
    }

    fn atom<'t>(&mut self, run: &'t RichText) -> Option<Atom<'t>> {
        let dialect = self.options.dialect;
        let is_notion = dialect.is_notion();
        let (mut kind, text, link) = match &run.kind {
            RichTextKind::Text { content, link } => {
                (AtomKind::Text, clean(content), link.as_deref().and_then(|it| self.kept(it)))
            }
            RichTextKind::Equation(it) if dialect == Dialect::V1 && it.contains('`') => {
                let message = "an equation with a backtick in it became code";
                self.remark(RemarkKind::EquationAsCode, message);
                (AtomKind::Code, one_line(it.trim()), None)
            }
            RichTextKind::Equation(it) => (AtomKind::Math, one_line(it.trim()), None),
            RichTextKind::Mention(mention) if is_notion => {
                let written = if dialect == Dialect::V1 {
                    mention::v1_text(mention)
                } else {
                    mention::v2_text(mention, !self.options.for_endpoint)
                };
                if let Some(lost) = written.lost {
                    self.not_for_endpoint(lost);
                }
                let kind = if written.is_tag { AtomKind::Tag } else { AtomKind::Text };
                let text =
                    if written.is_tag { written.text } else { clean(&written.text).into_owned() };
                (kind, Cow::Owned(text), None)
            }
            RichTextKind::Mention(mention) => {
                let (text, link) = self.mention(mention);
                (AtomKind::Text, Cow::Owned(text), link.map(Cow::Owned))
            }
        };
        if text.is_empty() {
            return None;
        }
        let look = &run.annotations;
        if look.code && kind == AtomKind::Text {
            kind = AtomKind::Code;
        }
        if look.code && kind == AtomKind::Math && !is_notion {
            let message = "Markdown has no equations that are code; it is only an equation";
            self.remark(RemarkKind::MarksDropped, message);
        }
        let is_code_tag = is_notion && look.code && kind != AtomKind::Code;
        let color = match (&look.color, self.options.colors) {
            (Color::Default, _) => None,
            (color, _) if dialect == Dialect::V1 => self.v1_color(color).map(|_| color),
            (Color::Unknown(_), _) if is_notion && self.options.for_endpoint => {
                self.not_for_endpoint("a colour that Notion's Markdown has no word for");
                None
            }
            (color, _) if is_notion => Some(color),
            (Color::YellowBackground, _) | (_, Colors::Span) => Some(&look.color),
            (color, Colors::Drop) => {
                let text = shorten(&text);
                let message = format!("Markdown has no colours; `{color}` of `{text}` was dropped");
                self.remark(RemarkKind::ColorDropped, message);
                None
            }
        };
        let marks = [look.bold, look.italic, look.strikethrough, look.underline, is_code_tag];
        let mention = match &run.kind {
            RichTextKind::Mention(mention) if kind == AtomKind::Tag => Some(&**mention),
            _ => None,
        };
        Some(Atom { kind, text, marks, color, link, mention })
    }

    /// A link that will be read back.
    fn kept<'t>(&mut self, link: &'t str) -> Option<Cow<'t, str>> {
        if self.carries_all() || is_kept(link) {
            return Some(Cow::Borrowed(link));
        }
        // Notion writes links to its own pages without a host.
        let absolute = link.strip_prefix('/').map(|path| format!("https://www.notion.so/{path}"));
        if let Some(absolute) = absolute.filter(|it| is_kept(it)) {
            return Some(Cow::Owned(absolute));
        }
        let message = format!("the link to `{}` was dropped", shorten(link));
        self.remark(RemarkKind::LinkDropped, message);
        None
    }

    fn mention(&mut self, mention: &Mention) -> (String, Option<String>) {
        let (text, link) = match mention {
            Mention::User(id) => (format!("@{id}"), None),
            Mention::Page(id) => (page_url(id), Some(page_url(id))),
            Mention::Database(id) => (page_url(id), Some(page_url(id))),
            Mention::Date(date) => match &date.end {
                Some(end) => (format!("{} → {end}", date.start), None),
                None => (date.start.to_string(), None),
            },
            Mention::CustomEmoji(emoji) => {
                (format!(":{}:", emoji.name.as_deref().unwrap_or(&emoji.id)), None)
            }
            Mention::Template(_) => ("@template".to_owned(), None),
        };
        self.remark(RemarkKind::ShownAsText, format!("the mention `{text}` became text"));
        (text, link)
    }
}

impl Atom<'_> {
    /// Whether it looks like plain text that leads nowhere.
    pub(super) fn is_plain(&self) -> bool {
        self.kind == AtomKind::Text
            && self.link.is_none()
            && self.color.is_none()
            && !self.marks.contains(&true)
    }

    fn looks_like(&self, other: &Self) -> bool {
        self.kind == other.kind
            && !matches!(self.kind, AtomKind::Math | AtomKind::Tag)
            && self.marks == other.marks
            && self.color == other.color
            && self.link == other.link
    }

    /// The run that this should be read as.
    pub(super) fn as_run(&self) -> RichText {
        let text = self.text.as_ref();
        let mut run = match (self.kind, self.mention) {
            (AtomKind::Math, _) => RichText::equation(text),
            (AtomKind::Tag, Some(mention)) => RichText::mention(mention.clone()),
            _ => RichText::text(text),
        };
        if let (RichTextKind::Text { link, .. }, Some(url)) = (&mut run.kind, &self.link) {
            *link = Some(url.as_ref().to_owned());
        }
        let [bold, italic, strikethrough, underline, code] = self.marks;
        let look = &mut run.annotations;
        look.code = code || self.kind == AtomKind::Code;
        (look.bold, look.italic) = (bold, italic);
        (look.strikethrough, look.underline) = (strikethrough, underline);
        if let Some(color) = self.color {
            look.color = color.clone();
        }
        run
    }
}

/// Text without what Markdown cannot carry.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(['\r', '\0']) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        return Cow::Owned(text.replace('\0', "\u{fffd}"));
    }
    Cow::Borrowed(text)
}

/// LaTeX takes the end of a line for a space.
fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r', '\0']) {
        let text = text.replace("\r\n", " ").replace(['\n', '\r'], " ");
        return Cow::Owned(text.replace('\0', "\u{fffd}"));
    }
    Cow::Borrowed(text)
}
