//! Rich text as Markdown: marks as spans that nest, written so that they are read back as they are.
//!
//! Whether `**` opens or closes a span depends on the characters around it. Instead of knowing
//! every rule, a text with anything special in it is read back; if it comes out different, it is
//! written again with tags (`<b>`) and with everything escaped, which depends on nothing.

use std::borrow::Cow;

use notion_model::{Color, request::RichText};

use super::{
    Writer,
    atom::{Atom, AtomKind},
    code::longest_run,
    escape::{Escape, Neighbours},
    link::{destination, is_kept},
    verify,
};
use crate::{Dialect, RemarkKind, WriteOptions, color_name::v1_word, tag::TagText};

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    Paragraph,
    Heading,
    Cell,
    /// In `<td>`, one line by itself.
    TagCell,
    /// The description of an image.
    Alt,
    /// The visible part of `<details>`, where HTML is expected.
    Summary,
}

/// A mark in Markdown and in HTML.
#[derive(Debug)]
pub(super) struct Mark {
    /// Nothing if Markdown has none.
    delimiter: &'static str,
    open: &'static str,
    close: &'static str,
}

pub(super) const MARKS: [Mark; 5] = [
    Mark { delimiter: "**", open: "<b>", close: "</b>" },
    Mark { delimiter: "*", open: "<i>", close: "</i>" },
    Mark { delimiter: "~~", open: "<s>", close: "</s>" },
    Mark { delimiter: "", open: "<u>", close: "</u>" },
    Mark { delimiter: "", open: "<code>", close: "</code>" },
];

/// The index in [`MARKS`] of the one that the first dialect writes like this.
const UNDERLINE: usize = 3;
const V1_UNDERLINE: Mark =
    Mark { delimiter: "", open: "<span underline=\"true\">", close: "</span>" };

/// How marks and text are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// As people write.
    Plain,
    /// With tags for marks.
    Tags,
    /// With tags, and with everything escaped.
    Safe,
}

impl Writer<'_> {
    /// Writes rich text; lines are separated by LF.
    pub(super) fn inline(&mut self, runs: &[RichText], setting: Setting) -> String {
        let mut atoms = self.atoms(runs);
        if setting == Setting::Summary {
            self.without_odd_tags(&mut atoms);
        }
        if let [atom] = &*atoms
            && atom.is_plain()
            && is_harmless(&atom.text)
        {
            return atom.text.as_ref().to_owned();
        }
        let text = |manner| Emitter::new(&atoms, setting, manner, self.options).write();
        if setting == Setting::Summary {
            return text(Manner::Safe);
        }
        let dialect = self.options.dialect;
        for manner in [Manner::Plain, Manner::Tags] {
            let text = text(manner);
            if verify::reads_as(&text, setting, dialect, &atoms) {
                return text;
            }
        }
        text(Manner::Safe)
    }
}

impl Writer<'_> {
    /// Makes code of equations that hold tags: the browser would take them for the end of the title,
    /// and in an equation nothing can be escaped.
    fn without_odd_tags(&mut self, atoms: &mut [Atom<'_>]) {
        for atom in atoms.iter_mut().filter(|it| it.kind == AtomKind::Math) {
            let text = atom.text.to_ascii_lowercase();
            if text.contains('<') && ["summary", "details", "!"].iter().any(|it| text.contains(it))
            {
                let message = "an equation with a tag of HTML in it became code";
                self.remark(RemarkKind::EquationAsCode, message);
                atom.kind = AtomKind::Code;
            }
        }
    }
}

/// Whether a text means nothing but itself wherever it stands.
fn is_harmless(text: &str) -> bool {
    let starts = text.starts_with(char::is_alphabetic);
    let ends = text
        .ends_with(|it: char| it.is_alphanumeric() || matches!(it, '.' | ',' | '?' | '!' | ')'));
    let inner = |it: char| {
        it.is_alphanumeric() || matches!(it, ' ' | ',' | '?' | ';' | '(' | ')' | '\'' | '"' | '/')
    };
    // A full stop may be a part of `www.`, and a colon of `https:`.
    let dots = || {
        text.match_indices(['.', ':', '-', '!']).all(|(at, dot)| {
            let rest = &text[at + dot.len()..];
            rest.is_empty()
                || (rest.starts_with(' ')
                    || (dot == "-" && rest.starts_with(char::is_alphanumeric)))
        })
    };
    starts
        && ends
        && text.chars().all(|it| inner(it) || matches!(it, '.' | ':' | '-' | '!'))
        && dots()
}

/// A span that is open.
struct Span {
    what: What,
    close: Cow<'static, str>,
}

/// What a span does: lead where an atom leads, look like it, or be a mark of [`MARKS`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Link(usize),
    Color(usize),
    Mark(usize),
}

struct Emitter<'a> {
    atoms: &'a [Atom<'a>],
    setting: Setting,
    manner: Manner,
    escape: Escape,
    options: &'a WriteOptions,
    out: String,
    open: Vec<Span>,
}

impl<'a> Emitter<'a> {
    fn new(
        atoms: &'a [Atom<'a>],
        setting: Setting,
        manner: Manner,
        options: &'a WriteOptions,
    ) -> Self {
        let escape = match (setting, manner) {
            (Setting::Summary, _) => Escape::entities(),
            (_, Manner::Safe) => Escape::everything(setting, options.dialect),
            _ => Escape::what_is_needed(setting, options.dialect, atoms),
        };
        Self { atoms, setting, manner, escape, options, out: String::new(), open: Vec::new() }
    }

    fn is_notion(&self) -> bool {
        self.options.dialect.is_notion()
    }

    fn is_v1(&self) -> bool {
        self.options.dialect == Dialect::V1
    }

    fn write(mut self) -> String {
        for index in 0..self.atoms.len() {
            self.close_before(index);
            self.open_before(index);
            self.atom(index);
        }
        while let Some(span) = self.open.pop() {
            self.out.push_str(&span.close);
        }
        if self.setting == Setting::Cell {
            self.out = self.out.replace('|', "\\|");
        }
        self.out
    }

    fn has(&self, index: usize, what: What) -> bool {
        let Some(atom) = self.atoms.get(index) else { return false };
        match what {
            What::Mark(mark) => atom.marks[mark],
            What::Color(of) => atom.color.is_some() && atom.color == self.atoms[of].color,
            What::Link(of) => atom.link.is_some() && atom.link == self.atoms[of].link,
        }
    }

    /// Closes the spans that end before an atom, and those inside of them.
    fn close_before(&mut self, index: usize) {
        let ends = self.open.iter().position(|it| !self.has(index, it.what));
        while self.open.len() > ends.unwrap_or(self.open.len()) {
            if let Some(span) = self.open.pop() {
                self.out.push_str(&span.close);
            }
        }
    }

    /// Opens the spans that an atom needs: the link first, then the longest marks.
    fn open_before(&mut self, index: usize) {
        let atom = &self.atoms[index];
        let is_open =
            |it: What| self.open.iter().any(|open| open.what == it || self.same(open.what, it));
        let mut wanted: Vec<(usize, What)> = (0..MARKS.len())
            .map(What::Mark)
            .chain([What::Color(index)])
            .filter(|it| self.has(index, *it) && !is_open(*it))
            .map(|it| (self.end_of(index, it), it))
            .collect();
        wanted.sort_by_key(|it| std::cmp::Reverse(it.0));
        if atom.link.is_some() && !is_open(What::Link(index)) && !self.is_address(index) {
            wanted.insert(0, (self.end_of(index, What::Link(index)), What::Link(index)));
        }
        for (place, (end, what)) in wanted.iter().enumerate() {
            let more = place + 1 < wanted.len();
            self.open_span(index, *end, *what, more);
        }
    }

    fn same(&self, one: What, other: What) -> bool {
        match (one, other) {
            (What::Link(one), What::Link(other)) => self.atoms[one].link == self.atoms[other].link,
            (What::Color(one), What::Color(other)) => {
                self.atoms[one].color == self.atoms[other].color
            }
            _ => false,
        }
    }

    /// The first atom after `index` that does not have it.
    fn end_of(&self, index: usize, what: What) -> usize {
        (index..self.atoms.len()).find(|it| !self.has(*it, what)).unwrap_or(self.atoms.len())
    }

    fn open_span(&mut self, index: usize, end: usize, what: What, more: bool) {
        let close: Cow<'static, str> = match what {
            What::Link(_) => {
                let url = self.atoms[index].link.as_deref().unwrap_or_default();
                if self.setting == Setting::Summary {
                    let url = url.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
                    self.out.extend(["<a href=\"", url.as_str(), "\">"]);
                    "</a>".into()
                } else if self.is_notion() && !is_kept(url) {
                    let tag = TagText::new("nmd-link").with("url", url);
                    self.out.push_str(&tag.open());
                    tag.close().into()
                } else {
                    self.out.push('[');
                    format!("]({})", destination(url)).into()
                }
            }
            What::Color(_) => match self.atoms[index].color {
                Some(color) if self.is_v1() => {
                    let word = v1_word(color).unwrap_or_default();
                    let tag = TagText::new("span").with("color", &word);
                    self.out.push_str(&tag.open());
                    tag.close().into()
                }
                Some(color) if self.is_notion() => {
                    let is_known = !matches!(color, Color::Unknown(_));
                    let name = if is_known { "color" } else { "nmd-color" };
                    let tag = TagText::new("span").with(name, color.as_str());
                    self.out.push_str(&tag.open());
                    tag.close().into()
                }
                None | Some(Color::YellowBackground) => {
                    self.out.push_str("<mark>");
                    "</mark>".into()
                }
                Some(color) => {
                    self.out.push_str("<span color=\"");
                    self.out.push_str(color.as_str());
                    self.out.push_str("\">");
                    "</span>".into()
                }
            },
            What::Mark(mark) => {
                let mark =
                    if self.is_v1() && mark == UNDERLINE { &V1_UNDERLINE } else { &MARKS[mark] };
                let plain = self.manner == Manner::Plain && !mark.delimiter.is_empty();
                if plain && self.can_delimit(index, end, more) {
                    self.out.push_str(mark.delimiter);
                    mark.delimiter.into()
                } else {
                    self.out.push_str(mark.open);
                    mark.close.into()
                }
            }
        };
        self.open.push(Span { what, close });
    }

    /// A guess whether delimiters will open and close around these atoms.
    fn can_delimit(&self, from: usize, end: usize, more: bool) -> bool {
        let first = self.first_char(from).unwrap_or(' ');
        let last = self.last_char(end - 1).unwrap_or(' ');
        if first.is_whitespace() || last.is_whitespace() {
            return false;
        }
        let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        let before = self.out.chars().next_back();
        let after = self.first_char(end);
        let opens = (first.is_alphanumeric() && !more) || !is_word(before);
        let closes = last.is_alphanumeric() || !is_word(after);
        opens && closes
    }

    fn first_char(&self, index: usize) -> Option<char> {
        let atom = self.atoms.get(index)?;
        match atom.kind {
            AtomKind::Text => atom.text.chars().next(),
            AtomKind::Code => Some('`'),
            AtomKind::Math => Some('$'),
            AtomKind::Tag => Some('<'),
        }
    }

    fn last_char(&self, index: usize) -> Option<char> {
        let atom = self.atoms.get(index)?;
        match atom.kind {
            AtomKind::Text => atom.text.chars().next_back(),
            AtomKind::Code => Some('`'),
            AtomKind::Math => Some('$'),
            AtomKind::Tag => Some('>'),
        }
    }

    /// Whether an atom is an address that leads to itself: `<https://a.b>`.
    fn is_address(&self, index: usize) -> bool {
        let atom = &self.atoms[index];
        let Some(link) = &atom.link else { return false };
        let stands_alone = !self.has(index + 1, What::Link(index))
            && (index == 0 || !self.has(index - 1, What::Link(index)));
        let same = atom.text == *link
            || (link.strip_prefix("mailto:") == Some(&atom.text) && atom.text.contains('@'));
        let fits = link
            .bytes()
            .all(|it| it.is_ascii_graphic() && !matches!(it, b'<' | b'>' | b'\\' | b'&'));
        let places = !self.is_v1()
            && !matches!(self.setting, Setting::Summary | Setting::Alt)
            && self.manner == Manner::Plain;
        places && stands_alone && same && fits && atom.kind == AtomKind::Text && link.contains(':')
    }

    fn atom(&mut self, index: usize) {
        let atom = &self.atoms[index];
        match atom.kind {
            AtomKind::Text if self.is_address(index) => {
                self.out.push('<');
                self.out.push_str(&atom.text);
                self.out.push('>');
            }
            AtomKind::Text => self.text(index),
            AtomKind::Code if self.manner == Manner::Plain && is_code_span(&atom.text) => {
                let fence = "`".repeat(longest_run(&atom.text, '`') + 1);
                let edge = |it: Option<char>| it == Some('`');
                let (first, last) = (atom.text.chars().next(), atom.text.chars().next_back());
                let spaces =
                    first == Some(' ') && last == Some(' ') && !atom.text.trim().is_empty();
                let pad = if edge(first) || edge(last) || spaces { " " } else { "" };
                self.out.extend([fence.as_str(), pad, &atom.text, pad, &fence]);
            }
            AtomKind::Code => {
                self.out.push_str("<code>");
                self.text(index);
                self.out.push_str("</code>");
            }
            AtomKind::Tag => self.out.push_str(&atom.text),
            AtomKind::Math
                if (self.manner == Manner::Safe || atom.text.contains('`'))
                    && self.options.dialect == Dialect::V2
                    && !self.options.for_endpoint =>
            {
                let tag = TagText::own("inline_equation").with("expression", &atom.text);
                self.out.push_str(&tag.closed());
            }
            AtomKind::Math => {
                let before = self.out.chars().next_back();
                let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
                // What looks like a closing tag would be one.
                let is_tag = self.is_notion() && atom.text.contains("</");
                let dollars = !self.is_v1() && !is_tag && !atom.text.contains(['$', '`']);
                if self.manner == Manner::Plain
                    && dollars
                    && !is_word(before)
                    && !is_word(self.first_char(index + 1))
                {
                    self.out.extend(["$", &atom.text, "$"]);
                } else {
                    // A dollar right after the fence would be taken for its end.
                    let pad = if atom.text.starts_with('$') { " " } else { "" };
                    self.out.extend(["$`", pad, &atom.text, "`$"]);
                }
            }
        }
    }

    fn text(&mut self, index: usize) {
        let atom = &self.atoms[index];
        let neighbours = Neighbours {
            next: self.first_char(index + 1),
            next_is_link: self.atoms.get(index + 1).is_some_and(|it| it.link.is_some()),
            in_link: atom.link.is_some(),
            is_last: index + 1 == self.atoms.len(),
            is_all: self.atoms.len() == 1,
        };
        self.escape.push(&atom.text, neighbours, &mut self.out);
    }
}

/// Whether backticks can hold a text.
fn is_code_span(text: &str) -> bool {
    !text.contains('\n') && longest_run(text, '`') < 60
}
