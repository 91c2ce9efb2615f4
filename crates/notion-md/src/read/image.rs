//! Images in running text: blocks of their own where Notion can show them, else links or text.

use comrak::nodes::Sourcepos;
use notion_model::request::FileSource;

use super::{
    build,
    inline::{Setting, Walk, look},
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

/// Where an image is, and where in the text.
#[derive(Debug)]
pub(super) struct Badge {
    source: FileSource,
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
        let source = match self.reader.asset(&url) {
            Ok(FileSource::Upload(_))
                if self.setting == Setting::Line && look!(self).link.is_none() =>
            {
                Err("there are no uploaded files in running text")
            }
            asset => asset,
        };
        let source = match source {
            Ok(source) => source,
            Err(reason) => {
                let message = format!("the image `{}` became text: {reason}", shorten(&url));
                self.reader.remark(RemarkKind::ImageAsText, place, message);
                return Image::Text(url);
            }
        };
        let links = self.reader.options.linked_images == LinkedImages::Links;
        if self.setting == Setting::Line || (look!(self).link.is_some() && links) {
            if let (None, FileSource::External(url)) = (&look!(self).link, &source) {
                self.markdown.link = Some(url.as_str().into());
                self.restyle();
            }
            self.in_badge = true;
            return Image::Link(Badge { source, place });
        }
        let runs = std::mem::take(&mut self.runs);
        self.outside = Some(Outside { runs, trim_next: self.trim_next, pushed: self.pushed });
        self.trim_next = false;
        // The marks around an image do not belong to its caption, but a link does.
        self.markdown = Style { link: look!(self).link.clone(), ..Style::default() };
        self.restyle();
        Image::Block(Badge { source, place })
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
            Image::Block(Badge { source, place }) => {
                let caption = self.runs.finish();
                if let Some(outside) = self.outside.take() {
                    self.runs = outside.runs;
                    self.trim_next = outside.trim_next;
                    // The link around the image is in its caption; it needs no text of its own.
                    self.pushed = outside.pushed + 1;
                }
                let caption = self.reader.fitted_caption(caption, place);
                self.block(build::image(source, caption));
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
        let caption = self.runs.finish();
        let caption = self.reader.fitted_caption(caption, badge.place);
        self.block(build::image(badge.source, caption));
        true
    }

    pub(super) fn report_badges(&mut self) {
        for badge in self.badges.drain(..) {
            let message = match &badge.source {
                FileSource::External(url) => {
                    format!("the image `{}` became a link", shorten(url))
                }
                _ => "an uploaded image became a link".to_owned(),
            };
            self.reader.remark(RemarkKind::ImageAsLink, badge.place, message);
        }
    }
}
