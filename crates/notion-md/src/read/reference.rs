//! What the caller knows: where links, wikilinks and files lead, and which emoji there are.

use std::rc::Rc;

use comrak::nodes::{Node, NodeValue, NodeWikiLink, Sourcepos};
use notion_model::{
    PageId,
    request::{FileSource, Mention},
};

use super::{
    Reader,
    inline::{Closing, Walk, look},
    link::{self, Address},
};
use crate::{Asset, Destination, RemarkKind, remark::shorten};

/// What becomes of a link.
pub(super) enum Aim {
    /// A link to this address, or none.
    Link(Option<Rc<str>>),
    /// A mention of a page.
    Mention(PageId),
}

impl Reader<'_> {
    /// Where a link leads, in a form that Notion takes.
    pub(super) fn aim(&mut self, url: &str, place: Sourcepos) -> Aim {
        match &self.options.resolver {
            None => Aim::Link(self.address(url, place)),
            Some(resolver) => self.aim_of(resolver.link(url), url, place),
        }
    }

    fn aim_of(&mut self, target: Destination, url: &str, place: Sourcepos) -> Aim {
        match target {
            Destination::Keep => Aim::Link(self.address(url, place)),
            Destination::Replace(url) => Aim::Link(self.address(&url, place)),
            Destination::Mention(page) => Aim::Mention(page),
            Destination::TextOnly => Aim::Link(None),
        }
    }

    /// The same where there can be no mention: the address of the page stands for it.
    pub(super) fn aim_as_link(&mut self, url: &str, place: Sourcepos) -> Option<Rc<str>> {
        match self.aim(url, place) {
            Aim::Link(link) => link,
            Aim::Mention(page) => Some(page_address(page)),
        }
    }

    /// The address of a link, unless Notion would refuse it.
    pub(super) fn address(&mut self, url: &str, place: Sourcepos) -> Option<Rc<str>> {
        match link::link(url, self.options.base_url.as_deref()) {
            Address::Good(url) => Some(url.as_ref().into()),
            Address::Bad(reason) => {
                let message = if url.is_empty() {
                    format!("a link was dropped: {reason}")
                } else {
                    format!("the link to `{}` was dropped: {reason}", shorten(url))
                };
                self.remark(RemarkKind::LinkDropped, place, message);
                None
            }
        }
    }

    /// The file of an image or the like, or why Notion cannot show it.
    pub(super) fn asset(&self, url: &str) -> Result<FileSource, &'static str> {
        let base = self.options.base_url.as_deref();
        let judged = |url: &str| match link::image(url, base) {
            Address::Good(url) => Ok(FileSource::External(url.into_owned())),
            Address::Bad(reason) => Err(reason),
        };
        match &self.options.resolver {
            Some(resolver) if !link::is_on_web(url) => match resolver.asset(url) {
                Asset::Keep => judged(url),
                Asset::Replace(url) => judged(&url),
                Asset::Upload(file) => Ok(FileSource::Upload(file)),
            },
            _ => judged(url),
        }
    }

    /// Whether texts may hold names of emoji that only the caller knows.
    pub(super) fn has_emoji(&self) -> bool {
        self.options.shortcodes && self.options.resolver.is_some()
    }
}

impl Walk<'_, '_> {
    /// Begins a link. What is pushed until its end is its text.
    pub(super) fn link_starts(&mut self, node: Node<'_>, url: String, place: Sourcepos) -> Closing {
        let aim = self.reader.aim(&url, place);
        self.aimed(node, aim, url)
    }

    fn aimed(&mut self, node: Node<'_>, aim: Aim, url: String) -> Closing {
        let has_image = || node.descendants().any(|it| is_image(&it.data().value));
        self.markdown.link = match aim {
            Aim::Mention(page) if self.label.is_none() && !has_image() => {
                if self.count("@") {
                    self.runs.push_mention(Mention::Page(page), look!(self));
                }
                self.label = Some(String::new());
                return Closing::Label;
            }
            Aim::Mention(page) => Some(page_address(page)),
            Aim::Link(link) => link,
        };
        Closing::Link { url, pushed: self.pushed }
    }

    /// Begins a wikilink, or the image that one puts in its place.
    pub(super) fn wikilink(
        &mut self,
        node: Node<'_>,
        wikilink: NodeWikiLink,
        place: Sourcepos,
    ) -> Closing {
        let NodeWikiLink { url, embed } = wikilink;
        if embed && shows_image(&url) {
            let label =
                node.first_child().map_or_else(String::new, comrak::arena_tree::Node::collect_text);
            let image = Box::new(self.image_starts(url.clone(), place));
            // `![[a.png|300]]` says how wide it is.
            if label == url || label.chars().all(|it| it.is_ascii_digit() || it == 'x') {
                let outer = self.label.replace(String::new());
                return Closing::Embed { image, outer };
            }
            return Closing::Image(image);
        }
        let aim = match &self.reader.options.resolver {
            Some(resolver) => self.reader.aim_of(resolver.wikilink(&url), &url, place),
            None => Aim::Link(self.reader.address(&url, place)),
        };
        self.aimed(node, aim, url)
    }

    /// Pushes a text in which `:name:` may be an emoji of the workspace.
    pub(super) fn push_with_emoji(&mut self, text: &str) {
        let Some(resolver) = self.reader.options.resolver.clone() else { return self.push(text) };
        let (mut done, mut from) = (0, 0);
        while let Some(start) = text[from..].find(':').map(|at| from + at) {
            let name_at = start + 1;
            let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '+');
            let length = text[name_at..].find(|it| !is_name(it)).unwrap_or(text.len() - name_at);
            let end = name_at + length;
            from = end.max(name_at);
            let before = text[..start].chars().next_back();
            let stands_alone = length > 0
                && text[end..].starts_with(':')
                && !before.is_some_and(char::is_alphanumeric)
                && !text[end + 1..].starts_with(char::is_alphanumeric);
            let found = stands_alone.then(|| resolver.emoji(&text[name_at..end])).flatten();
            if let Some(emoji) = found {
                self.push(&text[done..start]);
                if self.count("@") {
                    self.runs.push_mention(Mention::CustomEmoji(emoji), look!(self));
                }
                done = end + 1;
                from = done;
            }
        }
        self.push(&text[done..]);
    }
}

fn is_image(value: &NodeValue) -> bool {
    match value {
        NodeValue::Image(_) => true,
        NodeValue::HtmlInline(html) => {
            html.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("<img"))
        }
        _ => false,
    }
}

fn shows_image(path: &str) -> bool {
    const ENDINGS: [&str; 10] =
        ["avif", "bmp", "gif", "heic", "jpeg", "jpg", "png", "svg", "tif", "webp"];
    let ending = path.rsplit_once('.').map_or("", |it| it.1);
    ENDINGS.iter().any(|it| it.eq_ignore_ascii_case(ending))
}

/// Where Notion shows a page.
fn page_address(page: PageId) -> Rc<str> {
    format!("https://www.notion.so/{}", page.uuid().simple()).into()
}
