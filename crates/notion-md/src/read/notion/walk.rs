//! The walk past Notion's tags, which open and close containers like Markdown's own.

use comrak::nodes::Sourcepos;

use super::{close::Made, scan::MarkKind};
use crate::{
    RemarkKind,
    read::{
        Reader,
        blocks::MAX_DEPTH,
        build,
        frame::{Frame, Owner},
    },
    remark::shorten,
    tag::Attributes,
};

impl Reader<'_> {
    /// Reads a stretch of HTML as the parser found it; `false` if it is no tag of Notion's.
    pub(in crate::read) fn tag_block(
        &mut self,
        html: &str,
        place: Sourcepos,
        frames: &mut Vec<Frame>,
    ) -> bool {
        let Some(scanned) = &self.scanned else { return false };
        let number = html
            .trim()
            .strip_prefix("<!--")
            .and_then(|it| it.strip_prefix(scanned.sign))
            .and_then(|it| it.strip_suffix("-->"))
            .and_then(|it| it.parse::<usize>().ok());
        let Some((number, mark)) = number.and_then(|it| Some((it, scanned.marks.get(it)?))) else {
            // Nothing else is HTML here: the scan takes care of that. If it ever fails, the text
            // must not be lost.
            let html = self.restored(html);
            self.as_text(html.trim(), place, frames);
            return true;
        };
        let source = &self.text[mark.span.clone()];
        match &mark.kind {
            MarkKind::Open => self.tag(number, name_of(source), source, false, place, frames),
            MarkKind::Empty => self.tag(number, name_of(source), source, true, place, frames),
            MarkKind::Close(open) => {
                let open = *open;
                if frames.last().is_some_and(|it| it.mark() == Some(open)) {
                    let count = frames.len() - 1;
                    self.close_to(count, frames, false);
                } else if !self.skipped.contains(&open) {
                    self.as_text(source, place, frames);
                }
            }
            MarkKind::Loose => self.as_text(source, place, frames),
            MarkKind::Math(math) => {
                let math = math.clone();
                self.displayed(&math, place, frames);
            }
        }
        true
    }

    /// Opens the container that a tag stands for; `name` is what the second dialect calls it.
    pub(in crate::read) fn tag(
        &mut self,
        mark: usize,
        name: &str,
        source: &str,
        is_empty: bool,
        place: Sourcepos,
        frames: &mut Vec<Frame>,
    ) {
        let mut attributes = Attributes::of_source(source);
        let is_bare = attributes.is_empty();
        let around = frames.last().filter(|it| !it.is_page());
        let (what, text) = self.what(name, &mut attributes, place, around);
        let rest: Vec<_> = attributes.rest().map(|it| format!("`{}`", shorten(it))).collect();
        if !rest.is_empty() {
            let rest = rest.join(", ");
            let name = name_of(source);
            let message = format!("of `<{name}>`, the request has no {rest}; it was dropped");
            self.remark(RemarkKind::HtmlUnwrapped, place, message);
        }
        if let Some(text) = text {
            self.put_text(text, place, frames);
        }
        if frames.len() + self.depth > MAX_DEPTH && !is_empty {
            self.too_deep(place);
            self.skipped.insert(mark);
            return;
        }
        let made = Made::new(mark, is_bare, what);
        let count = frames.len();
        frames.push(Frame::of_tag(Owner::Notion(Box::new(made)), "tag", place));
        if is_empty {
            self.close_to(count, frames, false);
        }
    }

    /// A tag that closes nothing or is never closed.
    pub(in crate::read) fn as_text(
        &mut self,
        source: &str,
        place: Sourcepos,
        frames: &mut [Frame],
    ) {
        let message =
            format!("`{}` has no counterpart where it stands; it stayed as text", shorten(source));
        self.remark(RemarkKind::HtmlAsText, place, message);
        self.put_text(build::text(source), place, frames);
    }

    /// A text of the parser with the tags in it that stood in the source, and without the signs.
    pub(in crate::read) fn restored(&self, text: &str) -> String {
        let Some(scanned) = &self.scanned else { return text.to_owned() };
        let sign = scanned.sign;
        let mut restored = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(sign) {
            let (before, after) = rest.split_at(at);
            let after = &after[sign.len_utf8()..];
            let number = before.strip_suffix("<!--").zip(after.split_once("-->"));
            let mark = number.and_then(|(before, (number, after))| {
                Some((before, scanned.marks.get(number.parse::<usize>().ok()?)?, after))
            });
            if let Some((before, mark, after)) = mark {
                restored.push_str(before);
                restored.push_str(&self.text[mark.span.clone()]);
                rest = after;
            } else {
                restored.push_str(before);
                restored.push_str(scanned.stands_for);
                rest = after;
            }
        }
        restored.push_str(rest);
        restored
    }
}

/// The name of the tag that a text is.
fn name_of(source: &str) -> &str {
    source[1..].split(|it: char| !is_name(it)).next().unwrap_or_default()
}

fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '_')
}
