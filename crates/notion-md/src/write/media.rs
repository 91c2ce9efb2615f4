//! Images, files and pages on the web.

use notion_model::request::{FileSource, Media, RichText, RichTextKind, Website, plain_text};

use super::{Writer, inline::Setting, link::destination};
use crate::RemarkKind;

impl Writer<'_> {
    pub(super) fn image(&mut self, image: &Media) {
        let Some(url) = self.source(&image.source) else {
            let message = "an uploaded image has no address; only its caption was written";
            self.remark(RemarkKind::ShownAsText, message);
            return self.paragraph(&image.caption);
        };
        if !is_shown(&image.source) {
            let message = "the address of an image is none on the web; it became text";
            self.remark(RemarkKind::ShownAsText, message);
            return self.captioned(&image.caption, url, url);
        }
        // An image with a link around it is read as one whose caption is that link.
        // White space at the edges of a link would not be read.
        let text = plain_text(&image.caption);
        let link = common_link(&image.caption).filter(|_| text.trim().len() == text.len());
        let caption: Vec<RichText> = match link {
            Some(_) => image.caption.iter().map(without_link).collect(),
            None => image.caption.clone(),
        };
        let alt = self.inline(&caption, Setting::Alt);
        let image = format!("![{alt}]({})", destination(url));
        match link {
            Some(link) => self.lines.push(&format!("[{image}]({})", destination(link))),
            None => self.lines.push(&image),
        }
    }

    /// A file that Markdown can only link to.
    pub(super) fn media(&mut self, media: &Media, kind: &str) {
        self.remark(RemarkKind::ShownAsText, format!("a `{kind}` became a link"));
        let name = media.name.as_deref().filter(|it| !it.is_empty());
        let Some(url) = self.source(&media.source) else {
            let text = name
                .filter(|_| media.caption.is_empty())
                .map_or(media.caption.clone(), |it| vec![RichText::text(it)]);
            return self.paragraph(&text);
        };
        self.captioned(&media.caption, name.unwrap_or(url), url);
    }

    pub(super) fn website(&mut self, website: &Website, kind: &str) {
        self.remark(RemarkKind::ShownAsText, format!("a `{kind}` became a link"));
        self.captioned(&website.caption, &website.url, &website.url);
    }

    fn captioned(&mut self, caption: &[RichText], name: &str, url: &str) {
        let mut text: Vec<RichText> = caption.iter().map(|it| it.clone().linked(url)).collect();
        if text.is_empty() {
            text.push(RichText::text(name).linked(url));
        }
        self.paragraph(&text);
    }

    /// The address of a file, if it has one.
    fn source<'a>(&mut self, source: &'a FileSource) -> Option<&'a str> {
        match source {
            FileSource::External(url) => Some(url),
            FileSource::Hosted(file) => {
                let message = "the address of a file in Notion expires within the hour";
                self.remark(RemarkKind::ShownAsText, message);
                Some(&file.url)
            }
            FileSource::Upload(_) => None,
        }
    }
}

/// Whether an image can be one in Markdown: it has an address on the web.
pub(super) fn is_shown(source: &FileSource) -> bool {
    let url = match source {
        FileSource::External(url) => url,
        FileSource::Hosted(file) => &file.url,
        FileSource::Upload(_) => return false,
    };
    crate::read::judge(url).is_some_and(|it| crate::read::is_on_web(&it))
}

/// The link that all of a text has.
fn common_link(runs: &[RichText]) -> Option<&str> {
    let link = |it: &'_ RichText| match &it.kind {
        RichTextKind::Text { link, .. } => link.clone(),
        _ => None,
    };
    let first = runs.first()?;
    let common = link(first)?;
    if !runs.iter().all(|it| link(it).as_ref() == Some(&common)) {
        return None;
    }
    match &first.kind {
        RichTextKind::Text { link: Some(link), .. } if super::link::is_kept(link) => Some(link),
        _ => None,
    }
}

fn without_link(run: &RichText) -> RichText {
    let mut run = run.clone();
    if let RichTextKind::Text { link, .. } = &mut run.kind {
        *link = None;
    }
    run
}
