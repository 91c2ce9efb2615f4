//! Images in running text: blocks of their own where Notion can show them, else links or text.

use comrak::nodes::Sourcepos;

use super::{
    Reader, build,
    inline::{Setting, Walk, look},
    link::{self, Address},
    runs::{Runs, Style},
};
use crate::{LinkedImages, RemarkKind, remark::shorten};

/// What becomes of an image whose description is being read.
#[derive(Debug)]
pub(super) enum Image {
    /// A block; what stood before the image waits in [`Walk::outside`].
    Block(Badge),
    /// A link with the description as its text.
    Link(Badge),
    /// The description, followed by where the image is.
    Text(String),
    /// A part of the description of another image.
    Nested,
}

/// Where an image is, on the web and in the text.
#[derive(Debug)]
pub(super) struct Badge {
    url: String,
    place: Sourcepos,
}

/// What is set aside while the description of an image is read.
#[derive(Debug)]
pub(super) struct Outside {
    runs: Runs,
    trim_next: bool,
    pushed: usize,
}

impl Walk<'_, '_> {
    /// Begins an image. What is pushed until [`Walk::image_ends`] is its description.
    pub(super) fn image_starts(&mut self, url: String, place: Sourcepos) -> Image {
        if self.outside.is_some() || self.in_badge {
            return Image::Nested;
        }
        let source = url;
        let url = match link::image(&source, self.reader.options.base_url.as_deref()) {
            Address::Good(url) => url.into_owned(),
            Address::Bad(reason) => {
                let message = format!("the image `{}` became text: {reason}", shorten(&source));
                self.reader.remark(RemarkKind::ImageAsText, place, message);
                return Image::Text(source);
            }
        };
        let links = self.reader.options.linked_images == LinkedImages::Links;
        if self.setting == Setting::Line || (look!(self).link.is_some() && links) {
            if look!(self).link.is_none() {
                self.markdown.link = Some(url.as_str().into());
                self.restyle();
            }
            self.in_badge = true;
            return Image::Link(Badge { url, place });
        }
        let runs = std::mem::take(&mut self.runs);
        self.outside = Some(Outside { runs, trim_next: self.trim_next, pushed: self.pushed });
        self.trim_next = false;
        // The marks around an image do not belong to its caption, but a link does.
        self.markdown = Style { link: look!(self).link.clone(), ..Style::default() };
        self.restyle();
        Image::Block(Badge { url, place })
    }

    pub(super) fn image_ends(&mut self, image: Image) {
        match image {
            Image::Nested => {}
            Image::Text(source) => {
                let shown = if source.starts_with("data:") { "image" } else { &source };
                let alone = self.runs.is_empty() || self.runs.last_char() == Some(' ');
                let text = if alone { shown.to_owned() } else { format!(" ({shown})") };
                self.push(&text);
            }
            Image::Link(badge) => {
                self.in_badge = false;
                self.badges.push(badge);
            }
            Image::Block(Badge { url, place }) => {
                let caption = std::mem::take(&mut self.runs).finish();
                if let Some(outside) = self.outside.take() {
                    self.runs = outside.runs;
                    self.trim_next = outside.trim_next;
                    // The link around the image is in its caption; it needs no text of its own.
                    self.pushed = outside.pushed + 1;
                }
                let caption = self.reader.squeezed(caption, place);
                self.block(build::image(url, caption));
            }
        }
    }

    /// A badge that is all there is becomes an image after all: its caption can hold the link.
    pub(super) fn lone_badge(&mut self) -> bool {
        if self.other_text || self.badges.len() != 1 {
            return false;
        }
        let Some(badge) = self.badges.pop() else { return false };
        self.runs.trim_end();
        let caption = std::mem::take(&mut self.runs).finish();
        let caption = self.reader.squeezed(caption, badge.place);
        self.block(build::image(badge.url, caption));
        true
    }

    pub(super) fn report_badges(&mut self) {
        for badge in std::mem::take(&mut self.badges) {
            let message = format!("the image `{}` became a link", shorten(&badge.url));
            self.reader.remark(RemarkKind::ImageAsLink, badge.place, message);
        }
    }
}

impl Reader<'_> {
    /// The address of a link, unless Notion would refuse it.
    pub(super) fn address(&mut self, url: &str, place: Sourcepos) -> Option<std::rc::Rc<str>> {
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
}
