//! Videos, sounds and framed pages, which only HTML has, and addresses that stand alone.

use comrak::nodes::{Node, NodeValue, Sourcepos};
use notion_model::request::{Block, BlockKind, FileSource, Media, RichText, Website, plain_text};

use super::{
    Reader,
    inline::{Setting, Walk, look},
    inline_html::Effect,
    link::{self, Address},
};
use crate::{LoneLinks, RemarkKind, html::Tag, remark::shorten};

impl Walk<'_, '_> {
    /// A `<video>`, an `<audio>` or an `<iframe>`. What is inside of it is for browsers that cannot
    /// show it.
    pub(super) fn media_tag(
        &mut self,
        name: &str,
        tag: Tag<'_>,
        source: &str,
        place: Sourcepos,
    ) -> Option<Effect> {
        self.has_media = false;
        match tag.attribute("src").filter(|it| !it.trim().is_empty()) {
            Some(url) => self.media(name, &url, place),
            None if name == "iframe" => {
                self.unknown(source, place);
                return None;
            }
            // A `<source>` in it says where the file is.
            None => {}
        }
        if !tag.closed && self.label.is_none() {
            self.label = Some(String::new());
            return Some(Effect::Fallback);
        }
        (!tag.closed).then_some(Effect::Nothing)
    }

    /// The block of a file that is played, or of a page that is shown.
    pub(super) fn media(&mut self, name: &str, url: &str, place: Sourcepos) {
        self.has_media = true;
        let asset = match self.reader.asset(url) {
            Ok(FileSource::Upload(_)) if name == "iframe" || self.setting == Setting::Line => {
                Err("there are no uploaded files here")
            }
            asset => asset,
        };
        let label = self.label.take();
        match asset {
            Ok(FileSource::External(url)) if self.setting == Setting::Line => {
                let mut style = look!(self).clone();
                style.link = Some(url.as_str().into());
                if self.count(&url) {
                    self.runs.push(&url, &style);
                }
            }
            Ok(source) => self.block(block(name, source)),
            Err(reason) => {
                let message = format!("the {name} `{}` became text: {reason}", shorten(url));
                self.reader.remark(RemarkKind::ImageAsText, place, message);
                self.push(url);
            }
        }
        self.label = label;
    }
}

fn block(name: &str, source: FileSource) -> Block {
    let caption = Vec::new();
    Block::new(match (name, source) {
        ("iframe", FileSource::External(url)) => BlockKind::Embed(Website { url, caption }),
        ("audio", source) => BlockKind::Audio(Media { source, caption, name: None }),
        (_, source) => BlockKind::Video(Media { source, caption, name: None }),
    })
}

impl Reader<'_> {
    /// What the caller wants of a paragraph that is nothing but an address.
    pub(super) fn lone_link(&self, paragraph: Node<'_>) -> Option<Block> {
        let lone_links = self.options.lone_links;
        let child = paragraph.first_child().filter(|_| lone_links != LoneLinks::Text)?;
        let url = match &child.data().value {
            NodeValue::Link(link) if child.next_sibling().is_none() => link.url.clone(),
            _ => return None,
        };
        if child.collect_text() != url || !link::is_on_web(&url) {
            return None;
        }
        let Address::Good(url) = link::link(&url, None) else { return None };
        let website = Website { url: url.into_owned(), caption: Vec::new() };
        Some(Block::new(match lone_links {
            LoneLinks::Embed => BlockKind::Embed(website),
            LoneLinks::Bookmark | LoneLinks::Text => BlockKind::Bookmark(website),
        }))
    }

    /// Puts the text of a `<figcaption>` below what it belongs to.
    pub(super) fn caption(&mut self, media: &mut Media, text: Vec<RichText>, place: Sourcepos) {
        let shown = plain_text(&std::mem::replace(&mut media.caption, text));
        if !shown.is_empty() && shown != plain_text(&media.caption) {
            let message = format!("the description `{}` gave way to the caption", shorten(&shown));
            self.remark(RemarkKind::TitleDropped, place, message);
        }
    }
}
