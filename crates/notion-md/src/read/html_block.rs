//! HTML that stands for itself, between blocks.
//!
//! The parser hands over whole stretches of HTML, but a `<details>` or a `<div>` may be opened in
//! one stretch and closed in a later one, with Markdown between them. So its tags open and close
//! containers on the same stack as Markdown's own.

use comrak::{Arena, nodes::Sourcepos};
use notion_model::request::{Block, BlockKind};

use super::{
    Reader, build,
    frame::{Frame, Owner},
    html_table,
    inline::{Piece, Setting, Walk, only_text},
};
use crate::{
    RemarkKind,
    html::{self, Tag, Token},
    language,
    remark::shorten,
};

/// How deep Markdown in HTML in Markdown is read.
const MAX_NESTING: usize = 8;

impl Reader<'_> {
    pub(super) fn html_block(&mut self, html: &str, place: Sourcepos, frames: &mut Vec<Frame>) {
        let lines = memchr::memchr_iter(b'\n', html.as_bytes()).map(|it| it + 1).collect();
        let mut stretch = Stretch {
            reader: self,
            frames,
            html,
            whole: place,
            lines,
            place,
            inline: 0,
            heading: None,
            details: None,
        };
        let mut at = 0;
        while at < html.len() {
            let (token, length) = html::token(&html[at..]);
            at = stretch.token(token, at, at + length);
        }
        stretch.flush(html.len());
    }

    /// Reads Markdown that stands inside of HTML.
    fn nested(&mut self, markdown: &str, place: Sourcepos, depth: usize) -> Vec<Block> {
        let arena = Arena::new();
        let root = self.parse_part(&arena, markdown, self.fixed.unwrap_or(place));
        let outer = self.fixed.replace(self.fixed.unwrap_or(place));
        self.nesting += 1;
        self.depth += depth;
        let lists = std::mem::take(&mut self.html_lists);
        let blocks = self.body(root);
        self.html_lists = lists;
        self.depth -= depth;
        self.nesting -= 1;
        self.fixed = outer;
        blocks
    }
}

/// One stretch of HTML.
struct Stretch<'r, 'a, 'h> {
    reader: &'r mut Reader<'a>,
    frames: &'r mut Vec<Frame>,
    html: &'h str,
    whole: Sourcepos,
    /// Where its lines begin, but for the first one.
    lines: Vec<usize>,
    /// Where the tag or text is that is being read.
    place: Sourcepos,
    /// Where the running text begins that is not yet put anywhere.
    inline: usize,
    /// The level of the heading that is open.
    heading: Option<u8>,
    /// Where each `<details>` that is closed in this stretch ends and its closing tag begins.
    details: Option<Vec<(usize, usize)>>,
}

impl Stretch<'_, '_, '_> {
    /// Reads the token from `start` to `end`; returns where to go on.
    fn token(&mut self, token: Token<'_>, start: usize, end: usize) -> usize {
        self.place = self.place_of(start);
        match token {
            Token::Open(tag) => self.open(tag, start, end),
            Token::Close(name) => self.close(&name.to_ascii_lowercase(), start, end),
            Token::Comment | Token::Text(_) => end,
        }
    }

    /// The place of a byte, from there to the end of the stretch.
    fn place_of(&self, at: usize) -> Sourcepos {
        let mut place = self.whole;
        let line = self.lines.partition_point(|it| *it <= at);
        let start = line.checked_sub(1).map_or(0, |it| self.lines[it]);
        place.start.line += line;
        // What is before the HTML on its first line, a list or a quotation, is before all of them.
        place.start.column += at - start;
        place
    }

    fn open(&mut self, tag: Tag<'_>, start: usize, end: usize) -> usize {
        let name = tag.name.to_ascii_lowercase();
        let resume = match name.as_str() {
            "details" => {
                self.flush(start);
                self.details(end)
            }
            "p" | "div" | "center" | "section" | "article" | "header" | "footer" | "main"
            | "nav" | "aside" | "figure" | "figcaption" | "address" | "dl" | "dt" | "dd" => {
                self.flush(start);
                let source = shorten(&self.html[start..end]);
                let message = format!("`{source}` was dropped, its content stayed");
                self.reader.remark(RemarkKind::HtmlUnwrapped, self.place, message);
                end
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(start);
                self.heading = name[1..].parse().ok();
                end
            }
            "hr" => {
                self.flush(start);
                self.put(build::divider());
                end
            }
            "blockquote" => {
                self.flush(start);
                self.push(Owner::Quote, "blockquote");
                end
            }
            "ul" | "ol" => {
                self.flush(start);
                let begins = tag.attribute("start").filter(|it| name == "ol" && it.trim() != "1");
                if let Some(begins) = begins {
                    let begins = shorten(&begins);
                    let message = format!("a list that begins with {begins} will begin with 1");
                    self.reader.remark(RemarkKind::ListStartDropped, self.place, message);
                }
                self.reader.html_lists.push((name == "ol", self.frames.len()));
                end
            }
            "li" => {
                self.flush(start);
                self.close_item();
                let is_numbered = self.reader.html_lists.last().is_some_and(|it| it.0);
                self.push(if is_numbered { Owner::Number } else { Owner::Bullet }, "li");
                end
            }
            "pre" => {
                self.flush(start);
                self.pre(end)
            }
            "table" => {
                self.flush(start);
                self.table(end)
            }
            "summary" => {
                // Without a `<details>` before it.
                self.flush(start);
                end
            }
            _ => return end,
        };
        self.inline = resume;
        resume
    }

    fn close(&mut self, name: &str, start: usize, end: usize) -> usize {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(start);
                self.heading = None;
            }
            "details" | "blockquote" | "li" => {
                self.flush(start);
                self.pop(name);
            }
            "ul" | "ol" => {
                self.flush(start);
                self.close_item();
                self.reader.html_lists.pop();
            }
            "figcaption" => self.figcaption(start),
            "p" | "div" | "center" | "section" | "article" | "header" | "footer" | "main"
            | "nav" | "aside" | "figure" | "address" | "dl" | "dt" | "dd" | "summary" => {
                self.flush(start);
            }
            _ => return end,
        }
        self.inline = end;
        end
    }

    /// Puts the running text before `end` into a paragraph or a heading.
    fn flush(&mut self, end: usize) {
        let start = self.inline.min(end);
        let html = &self.html[start..end];
        self.inline = end;
        if html.trim().is_empty() && self.heading.is_none() {
            return;
        }
        let begin = self.place_of(start);
        let tag = std::mem::replace(&mut self.place, begin);
        self.running_text(html, end);
        self.place = tag;
    }

    fn running_text(&mut self, html: &str, end: usize) {
        let in_details = self.frames.last().is_some_and(|it| it.tag() == Some("details"));
        if in_details && self.heading.is_none() && self.markdown(end - html.len(), end) {
            return;
        }
        let setting = if self.heading.is_some() { Setting::Heading } else { Setting::Flow };
        let mut pieces = Walk::new(self.reader, setting).html_text(html, self.place);
        for piece in pieces.drain(..) {
            match (piece, self.heading) {
                (Piece::Text(text), Some(level)) => {
                    let level = level.min(self.reader.options.deepest_heading.clamp(1, 4));
                    self.put(Block::heading(level, text));
                }
                (Piece::Text(text), None) => {
                    self.reader.put_text(text, self.place, self.frames);
                }
                (Piece::Block(block), _) => self.put(*block),
            }
        }
    }

    /// Puts the running text before `end` below the image that was just put.
    fn figcaption(&mut self, end: usize) {
        let html = &self.html[self.inline.min(end)..end];
        let last = self.frames.last_mut().and_then(Frame::last_mut).map(|it| &mut it.kind);
        let Some(BlockKind::Image(media) | BlockKind::Video(media) | BlockKind::Audio(media)) =
            last
        else {
            return self.flush(end);
        };
        self.inline = end;
        let text = Walk::new(self.reader, Setting::Line).html_text(html, self.place);
        let text = self.reader.fitted_caption(only_text(&mut { text }), self.place);
        if !text.is_empty() {
            self.reader.caption(media, text, self.place);
        }
    }

    fn put(&mut self, block: Block) {
        super::blocks::put(self.frames, block);
    }

    fn push(&mut self, owner: Owner, tag: &'static str) {
        if self.frames.len() + self.reader.depth <= super::blocks::MAX_DEPTH {
            self.frames.push(Frame::of_tag(owner, tag, self.place));
        } else {
            self.reader.too_deep(self.place);
        }
    }

    /// Closes the container of a tag, if it is the innermost one.
    fn pop(&mut self, tag: &str) {
        if self.frames.last().is_some_and(|it| it.tag() == Some(tag)) {
            let count = self.frames.len() - 1;
            self.reader.close_to(count, self.frames, false);
        }
    }

    /// Closes the item of the innermost list, which needs no tag of its own to end.
    fn close_item(&mut self) {
        let floor = self.reader.html_lists.last().map_or(0, |it| it.1);
        if self.frames.len() > floor {
            self.pop("li");
        }
    }

    /// A `<details>` whose tag has just ended; its summary and its body are Markdown to us.
    fn details(&mut self, start: usize) -> usize {
        self.push(Owner::Toggle, "details");
        let body = &self.html[start..];
        let skipped = body.len() - body.trim_ascii_start().len();
        let mut at = start + skipped;
        let (token, length) = html::token(&self.html[at..]);
        let mut title = build::text("Details");
        if let Token::Open(tag) = token
            && tag.is("summary")
        {
            let inner = at + length;
            let (close, after) = find_close(self.html, inner, "summary")
                .unwrap_or((self.html.len(), self.html.len()));
            let summary = self.html[inner..close].trim_ascii();
            let lines: Vec<_> = summary.lines().map(str::trim_ascii).collect();
            let summary = lines.join(" ");
            title = self.reader.part(&summary, self.place);
            at = after;
        }
        if let Some(frame) = self.frames.last_mut().filter(|it| it.tag() == Some("details")) {
            frame.set_title(title);
        }
        match self.end_of_details(start) {
            Some(end) if end >= at && self.markdown(at, end) => end,
            _ => at,
        }
    }

    /// Where the closing tag begins that belongs to the `<details>` that ends at `start`. All of
    /// them are looked for at once: one by one, a text made for it would take quadratic time.
    fn end_of_details(&mut self, start: usize) -> Option<usize> {
        let html = self.html;
        let ends = self.details.get_or_insert_with(|| details_ends(html));
        let index = ends.binary_search_by_key(&start, |it| it.0).ok()?;
        Some(ends[index].1)
    }

    /// Reads a part of the stretch as Markdown, unless that is nested too deeply already.
    fn markdown(&mut self, start: usize, end: usize) -> bool {
        if self.reader.nesting >= MAX_NESTING {
            return false;
        }
        let markdown = &self.html[start..end];
        for block in self.reader.nested(markdown, self.place, self.frames.len()) {
            self.put(block);
        }
        true
    }

    /// A `<pre>` whose tag has just ended.
    fn pre(&mut self, start: usize) -> usize {
        let (close, after) =
            find_close(self.html, start, "pre").unwrap_or((self.html.len(), self.html.len()));
        let mut rest = &self.html[start..close];
        let mut language = language::PLAIN_TEXT;
        let mut text = String::new();
        while !rest.is_empty() {
            let (token, length) = html::token(rest);
            match token {
                Token::Text(it) => text.push_str(&html::decode(it)),
                Token::Open(tag) if tag.is("code") => {
                    let class = tag.attribute("class").unwrap_or_default();
                    let word = class.split_whitespace().find_map(|it| it.strip_prefix("language-"));
                    if let Some(word) = word {
                        let info = language::from_info(word);
                        self.reader.check_info(&info, true, self.place);
                        language = info.language;
                    }
                }
                Token::Open(tag) if tag.is("br") => text.push('\n'),
                Token::Open(_) | Token::Close(_) | Token::Comment => {}
            }
            rest = &rest[length..];
        }
        let text = text.strip_prefix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\n').unwrap_or(text);
        self.put(build::code(text, language, ""));
        after
    }

    /// A `<table>` whose tag has just ended.
    fn table(&mut self, start: usize) -> usize {
        let (close, after) =
            find_close(self.html, start, "table").unwrap_or((self.html.len(), self.html.len()));
        let (beside, found) = html_table::table(self.reader, &self.html[start..close], self.place);
        if !beside.is_empty() {
            self.reader.put_text(beside, self.place, self.frames);
        }
        if let Some(table) = found {
            self.reader.check_table(&table, self.place);
            self.put(table);
        }
        after
    }
}

/// The ends of all `<details>` and the starts of their closing tags, in order.
fn details_ends(html: &str) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let (token, length) = html::token(&html[at..]);
        match token {
            Token::Open(tag) if tag.is("details") => open.push(at + length),
            Token::Close(name) if name.eq_ignore_ascii_case("details") => {
                ends.extend(open.pop().map(|start| (start, at)));
            }
            _ => {}
        }
        at += length;
    }
    ends.sort_unstable();
    ends
}

/// Where the closing tag begins and ends that belongs to a tag before `start`.
pub(super) fn find_close(html: &str, start: usize, name: &str) -> Option<(usize, usize)> {
    let mut depth = 1_usize;
    let mut at = start;
    while at < html.len() {
        let (token, length) = html::token(&html[at..]);
        match token {
            Token::Open(tag) if tag.is(name) && !tag.closed => depth += 1,
            Token::Close(it) if it.eq_ignore_ascii_case(name) => {
                depth -= 1;
                if depth == 0 {
                    return Some((at, at + length));
                }
            }
            _ => {}
        }
        at += length;
    }
    None
}
