//! HTML tags in running text, read as changes of style along the text.
//!
//! Tags may overlap Markdown's own marks (`<u>a *b</u> c*`), so they are no tree: an opening tag
//! changes the style until its closing tag or the end of the block.

use std::rc::Rc;

use comrak::nodes::Sourcepos;
use notion_model::Color;

use super::{
    blocks::MAX_DEPTH,
    image::Image,
    inline::{Piece, Walk, look},
    runs::{Marks, Style},
    script::Script,
};
use crate::{
    Comments, RemarkKind, UnknownHtml,
    color_name::named_color,
    html::{self, Tag, Token},
    remark::shorten,
};

/// A tag that is open, and what it does to the text after it.
#[derive(Debug)]
pub(super) struct OpenTag {
    name: String,
    effect: Effect,
    place: Sourcepos,
}

#[derive(Debug)]
pub(super) enum Effect {
    Marks(Marks),
    Color(Color),
    Script(Script),
    Link {
        link: Option<Rc<str>>,
        url: String,
        pushed: usize,
    },
    /// What is in the tag is a name that Notion knows better.
    Label,
    /// What is in the tag is for those who cannot see what stands in its place.
    Fallback,
    /// The tag only groups; its content is what counts.
    Nothing,
}

impl OpenTag {
    pub(super) fn apply(&self, style: &mut Style) {
        match &self.effect {
            Effect::Marks(marks) => style.marks = style.marks.with(*marks),
            Effect::Color(color) => style.color = color.clone(),
            Effect::Link { link: Some(link), .. } => style.link = Some(Rc::clone(link)),
            Effect::Link { link: None, .. }
            | Effect::Script(_)
            | Effect::Label
            | Effect::Fallback
            | Effect::Nothing => {}
        }
    }

    pub(super) fn script(&self) -> Option<Script> {
        match self.effect {
            Effect::Script(script) => Some(script),
            _ => None,
        }
    }
}

impl Walk<'_, '_> {
    /// Reads one piece of inline HTML as the parser found it: a tag or a comment.
    pub(super) fn html(&mut self, html: &str, place: Sourcepos) {
        self.token(html::token(html).0, html, place);
    }

    /// Reads one token; `source` is what it was written as.
    pub(super) fn token(&mut self, token: Token<'_>, source: &str, place: Sourcepos) {
        match token {
            Token::Text(text) => self.push(text),
            Token::Comment if self.reader.scanned.is_some() => self.unknown(source, place),
            // Nothing is lost with an empty comment; `write` uses it to keep words apart.
            Token::Comment if source == "<!---->" => {}
            Token::Comment => self.comment(source, place),
            Token::Open(tag) => self.tag_opens(tag, source, place),
            Token::Close(name) => self.tag_closes(name, source, place),
        }
    }

    fn tag_opens(&mut self, tag: Tag<'_>, source: &str, place: Sourcepos) {
        let name = tag.name.to_ascii_lowercase();
        let effect = match name.as_str() {
            _ if self.reader.scanned.is_some() => {
                match self.notion_tag(&name, tag, source, place) {
                    Some(effect) => effect,
                    None => return,
                }
            }
            "br" => return self.line_break(place),
            "wbr" => return,
            "img" => return self.image_tag(tag, source, place),
            "b" | "strong" => Effect::Marks(Marks::BOLD),
            "i" | "em" | "cite" | "var" | "dfn" => Effect::Marks(Marks::ITALIC),
            "s" | "del" | "strike" => Effect::Marks(Marks::STRIKE),
            "u" | "ins" => Effect::Marks(Marks::UNDERLINE),
            "code" | "tt" | "kbd" | "samp" => Effect::Marks(Marks::CODE),
            "mark" => Effect::Color(Color::YellowBackground),
            "sup" => Effect::Script(Script::Super),
            "sub" => Effect::Script(Script::Sub),
            "span" | "font" => self.span(tag, place),
            "a" => self.anchor(tag, place),
            "small" | "big" | "abbr" | "center" | "p" | "div" | "picture" | "figure"
            | "figcaption" | "label" | "q" | "time" => {
                self.unwrapped(source, place);
                Effect::Nothing
            }
            "video" | "audio" | "iframe" => match self.media_tag(&name, tag, source, place) {
                Some(effect) => effect,
                None => return,
            },
            "source" if self.tags.iter().any(|it| matches!(&*it.name, "video" | "audio")) => {
                let kind =
                    if self.tags.iter().any(|it| it.name == "audio") { "audio" } else { "video" };
                if let Some(url) = tag.attribute("src").filter(|_| !self.has_media) {
                    self.media(kind, &url, place);
                }
                return;
            }
            "source" if self.tags.iter().any(|it| it.name == "picture") => return,
            _ => return self.unknown(source, place),
        };
        if self.tags.len() >= MAX_DEPTH {
            return self.reader.too_deep(place);
        }
        if !tag.closed {
            self.tags.push(OpenTag { name, effect, place });
            self.restyle();
        }
    }

    fn tag_closes(&mut self, name: &str, source: &str, place: Sourcepos) {
        let name = name.to_ascii_lowercase();
        let Some(at) = self.tags.iter().rposition(|it| it.name == name) else {
            if self.is_html {
                // The tag was opened in another stretch of HTML, which it did not outlive.
                return self.unwrapped(source, place);
            }
            return self.unknown(source, place);
        };
        // The tags inside that are still open go on: `<b>a<i>b</b>c</i>` is not rare.
        match &self.tags[at].effect {
            Effect::Link { url, pushed, .. } => {
                let (url, pushed) = (url.clone(), *pushed);
                self.link_ends(&url, pushed);
            }
            Effect::Label => self.label = None,
            Effect::Fallback => {
                let text = self.label.take().unwrap_or_default();
                if !text.trim().is_empty() {
                    let message = format!(
                        "`{}` is for browsers without `<{name}>`; it was dropped",
                        shorten(text.trim())
                    );
                    self.reader.remark(RemarkKind::HtmlUnwrapped, place, message);
                }
            }
            _ => {}
        }
        self.tags.remove(at);
        self.restyle();
    }

    /// Ends the tags that were not closed, with a remark on each.
    pub(super) fn close_tags(&mut self) {
        if let Some(label) = self.label.take() {
            self.push(&label);
        }
        if self.tags.is_empty() {
            return;
        }
        for tag in std::mem::take(&mut self.tags) {
            if !matches!(tag.effect, Effect::Nothing) {
                let message = format!("`<{}>` is not closed; it ends with its paragraph", tag.name);
                self.reader.remark(RemarkKind::HtmlUnclosed, tag.place, message);
            }
        }
        self.restyle();
    }

    pub(super) fn line_break(&mut self, place: Sourcepos) {
        if self.trim_next && self.runs.is_empty() {
            // Right after an image: the block ends the line already.
            return;
        }
        let only_breaks = self.only_breaks;
        // Spaces beside the tag are no text, but those that were written as `&#32;` are.
        let (before, after) = self.reader.around(place);
        if self.is_html || before == Some(b' ') {
            self.runs.trim_spaces_end();
        }
        self.trim_next = false;
        self.push("\n");
        self.breaks += 1;
        self.only_breaks = only_breaks;
        // The end of the source line after the tag is not a second break.
        self.trim_next = self.is_html || matches!(after, Some(b' ' | b'\n' | b'\r'));
    }

    fn image_tag(&mut self, tag: Tag<'_>, source: &str, place: Sourcepos) {
        let Some(url) = tag.attribute("src") else { return self.unknown(source, place) };
        let markdown = self.markdown.clone();
        let image = self.image_starts(url, place);
        let nested = matches!(image, Image::Nested);
        if let Some(alt) = tag.attribute("alt").filter(|it| !it.trim().is_empty()) {
            self.push(alt.trim());
        } else if let Some(title) = tag.attribute("title").filter(|_| !nested) {
            self.push(title.trim());
        }
        if let Image::Link(_) = image {
            // A link must have a text to be seen.
            let url = look!(self).link.as_deref().unwrap_or_default().to_owned();
            if self.runs.is_empty() {
                self.runs.push(&url, look!(self));
                self.pushed += 1;
            }
        }
        self.image_ends(image);
        self.markdown = markdown;
        self.restyle();
    }

    fn anchor(&mut self, tag: Tag<'_>, place: Sourcepos) -> Effect {
        // `<a name="x">` marks a place, which Notion does not have.
        let Some(url) = tag.attribute("href") else { return Effect::Nothing };
        let link = self.reader.aim_as_link(&url, place);
        Effect::Link { link, url, pushed: self.pushed }
    }

    pub(super) fn span(&mut self, tag: Tag<'_>, place: Sourcepos) -> Effect {
        if tag.attribute("underline").is_some_and(|it| it == "true") {
            return Effect::Marks(Marks::UNDERLINE);
        }
        let style = tag.attribute("style").unwrap_or_default();
        let property = |name: &str| {
            style.split(';').find_map(|it| {
                let (key, value) = it.split_once(':')?;
                (key.trim().eq_ignore_ascii_case(name)).then(|| value.trim().to_owned())
            })
        };
        let background = property("background-color").or_else(|| property("background"));
        let color = match (tag.attribute("color").or_else(|| property("color")), background) {
            (Some(name), _) => named_color(&name),
            (None, Some(name)) => named_color(&format!("{name}_background")),
            (None, None) => None,
        };
        if let Some(color) = color {
            return Effect::Color(color);
        }
        self.unwrapped("<span>", place);
        Effect::Nothing
    }

    fn unwrapped(&mut self, source: &str, place: Sourcepos) {
        let message = format!("`{}` was dropped, its content stayed", shorten(source));
        self.reader.remark(RemarkKind::HtmlUnwrapped, place, message);
    }

    pub(super) fn comment(&mut self, source: &str, place: Sourcepos) {
        if self.reader.options.comments == Comments::Text {
            return self.push(source);
        }
        let message = format!("the comment `{}` was dropped", shorten(source));
        self.reader.remark(RemarkKind::CommentDropped, place, message);
    }

    pub(super) fn unknown(&mut self, source: &str, place: Sourcepos) {
        match self.reader.options.unknown_html {
            UnknownHtml::Text => {
                let message =
                    format!("`{}` means nothing to Notion; it stayed as text", shorten(source));
                self.reader.remark(RemarkKind::HtmlAsText, place, message);
                self.push(source);
            }
            UnknownHtml::Code => {
                let message =
                    format!("`{}` means nothing to Notion; it stayed as code", shorten(source));
                self.reader.remark(RemarkKind::HtmlAsText, place, message);
                self.code(source.to_owned());
            }
            UnknownHtml::Drop => {
                let message =
                    format!("`{}` means nothing to Notion; it was dropped", shorten(source));
                self.reader.remark(RemarkKind::HtmlAsText, place, message);
            }
        }
    }
}

impl Walk<'_, '_> {
    /// Reads a whole text of HTML: its tags, and its text without the white space of its lines.
    pub(super) fn html_text(mut self, html: &str, place: Sourcepos) -> Vec<Piece> {
        self.is_html = true;
        let mut rest = html;
        while !rest.is_empty() {
            let (token, length) = html::token(rest);
            let source = &rest[..length];
            match token {
                Token::Text(text) => self.html_words(&html::decode(text)),
                token => self.token(token, source, place),
            }
            rest = &rest[length..];
        }
        self.runs.trim_spaces_end();
        self.finish()
    }

    /// Pushes text as HTML shows it: all white space is one space.
    fn html_words(&mut self, text: &str) {
        let mut is_first = !text.starts_with(|it: char| it.is_ascii_whitespace());
        for word in text.split_ascii_whitespace() {
            if !is_first && !self.is_glued() {
                self.push(" ");
            }
            is_first = false;
            self.push(word);
        }
        if text.ends_with(|it: char| it.is_ascii_whitespace()) && !self.is_glued() {
            self.push(" ");
        }
    }

    /// Whether white space would not show here.
    fn is_glued(&self) -> bool {
        match &self.label {
            Some(label) => label.chars().next_back().is_none_or(char::is_whitespace),
            None => self.runs.is_empty() || self.runs.last_char().is_some_and(char::is_whitespace),
        }
    }
}
