//! Long texts, read part by part.
//!
//! What the parser makes of a text takes ten times the memory of the text, and memory that is too much
//! for the caches is slow. So a long text is cut into sections, a few of which are parsed at
//! once. What knows no borders is seen to: references by [`Definitions`], and footnotes by parsing all
//! sections together that may have some.

use comrak::{Arena, Options, nodes::Node};
use notion_model::request::Block;

use super::{
    Reader,
    blocks::page,
    definitions::{Definitions, may_define},
    frame::Frame,
    sections::{Section, sections},
    syntax,
};

/// A shorter text is parsed at once.
pub(super) const LONG: usize = 256 * 1024;

/// How long texts are cut.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// The least bytes of a section.
    pub(super) section: usize,
    /// About so many bytes are parsed at once.
    pub(super) part: usize,
}

/// Both are measured: with less there is more to keep account of, with more the caches are too small.
pub(super) const SIZES: Sizes = Sizes { section: 64, part: 96 * 1024 };

/// The text of some sections, and where they begin in it.
struct Part<'s> {
    text: String,
    sections: Vec<(&'s Section, usize)>,
    /// The line of the heading that ends it, unless it ends the whole text.
    end: Option<usize>,
}

/// A section and its nodes: from the first one up to, but without, another one.
#[derive(Clone, Copy)]
struct Parsed<'n> {
    first: Node<'n>,
    until: Option<Node<'n>>,
    /// What its lines are off.
    shift: isize,
}

impl Reader<'_> {
    /// Reads a long text; nothing if it cannot be cut, or was cut where it cannot.
    pub(super) fn in_parts(&mut self, text: &str, sizes: Sizes) -> Option<Vec<Block>> {
        if !self.can_be_cut(text) {
            return None;
        }
        let options = syntax::of(self.options, text);
        let sections = sections(text, sizes.section);
        let of = |section: &Section| &text[section.span.clone()];
        let spans = sections.iter().filter(|it| may_define(of(it))).map(|it| it.span.clone());
        let definitions = Definitions::new(text, spans.collect(), options.clone());
        if !definitions.are_clear() {
            return None;
        }
        let mut options = definitions.resolving(options);
        self.say_alerts_are_off(text, None);
        let (noted, others): (Vec<_>, Vec<_>) = sections
            .iter()
            .partition(|it| options.extension.footnotes && syntax::may_have_footnotes(of(it)));
        let notes = Arena::new();
        let mut noted = if noted.is_empty() {
            Vec::new()
        } else {
            parse(&notes, text, &noted, &options, &definitions)?
        }
        .into_iter()
        .peekable();
        options.extension.footnotes = false;
        let mut frames = vec![page(text.len())];
        let mut rest = others.as_slice();
        while !rest.is_empty() {
            let mut size = 0;
            let count = rest.iter().take_while(|it| {
                let fits = size < sizes.part;
                size += it.span.len();
                fits
            });
            let (part, later) = rest.split_at(count.count());
            rest = later;
            let arena = Arena::with_capacity(size / super::BYTES_OF_A_NODE);
            for (section, parsed) in parse(&arena, text, part, &options, &definitions)? {
                while let Some((_, note)) = noted.next_if(|it| it.0.line < section.line) {
                    self.section(note, &mut frames);
                }
                self.section(parsed, &mut frames);
            }
        }
        noted.for_each(|(_, note)| self.section(note, &mut frames));
        self.shift = 0;
        self.say_refused(&definitions);
        let blocks = self.close_page(frames);
        Some(self.with_footnotes(blocks))
    }

    /// Whether the parser tells every container that an empty line does not end.
    fn can_be_cut(&self, text: &str) -> bool {
        let it = self.options;
        let has_others = it.inline_footnotes
            || it.description_lists
            || it.directives
            || it.obsidian_callouts
            || it.obsidian_comments;
        // A lone CR ends a line, too, and nobody has written it for twenty years.
        let bytes = text.as_bytes();
        !has_others && memchr::memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1) == Some(&b'\n'))
    }

    fn section(&mut self, parsed: Parsed<'_>, frames: &mut Vec<Frame>) {
        self.shift = parsed.shift;
        self.walk(Some(parsed.first), parsed.until, frames);
    }
}

/// Parses some sections at once; nothing if one of them does not begin where it seems to.
fn parse<'s, 'n>(
    arena: &'n Arena<'n>,
    text: &str,
    sections: &[&'s Section],
    options: &Options<'_>,
    definitions: &Definitions<'_>,
) -> Option<Vec<(&'s Section, Parsed<'n>)>> {
    let part = joined(text, sections, definitions);
    let root = comrak::parse_document(arena, &part.text, options);
    let mut parsed: Vec<(&Section, Parsed<'_>)> = Vec::with_capacity(part.sections.len());
    let mut children = root.children();
    let mut next = |line: usize| children.find(|it| it.data().sourcepos.start.line == line + 1);
    for (section, line) in part.sections {
        // What stands before the first section that has one is the front matter or a definition.
        let first = if section.line == 0 { root.first_child() } else { next(line) }?;
        if let Some((_, before)) = parsed.last_mut() {
            before.until = Some(first);
        }
        let shift = section.line.cast_signed() - line.cast_signed();
        parsed.push((section, Parsed { first, until: None, shift }));
    }
    if let (Some(line), Some((_, last))) = (part.end, parsed.last_mut()) {
        last.until = Some(next(line)?);
    }
    Some(parsed)
}

/// Some sections as one text, with the definitions before them that they need.
fn joined<'s>(text: &str, sections: &[&'s Section], definitions: &Definitions<'_>) -> Part<'s> {
    let size = sections.iter().map(|it| it.span.len()).sum();
    let mut own = String::with_capacity(size);
    for section in sections {
        own.push_str(&text[section.span.clone()]);
    }
    // Front matter stays the first thing in a text, and what is defined first needs nothing before it.
    let first = sections.first().filter(|it| it.line == 0).map_or(0, |it| it.span.len());
    let needs_some = first < own.len() && may_define(&own);
    let before = if needs_some { definitions.before(&own) } else { String::new() };
    let mut part = Part { text: own, sections: Vec::with_capacity(sections.len()), end: None };
    let mut line = 0;
    for (index, section) in sections.iter().enumerate() {
        if index == usize::from(first > 0) {
            line += memchr::memchr_iter(b'\n', before.as_bytes()).count();
        }
        part.sections.push((section, line));
        line += section.lines;
    }
    part.text.insert_str(first, &before);
    if sections.last().is_some_and(|it| it.span.end < text.len()) {
        // Closes all that the next section would close.
        part.text.push_str("#\n");
        part.end = Some(line);
    }
    part
}

#[cfg(test)]
mod tests;
