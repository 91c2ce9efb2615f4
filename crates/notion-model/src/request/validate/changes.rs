//! Checks of what an update does to a block.

use super::Checks;
use crate::{
    Color, limits,
    request::{BlockChange, ContentChange, FileSource, RichText},
};

impl<'a> Checks<'a> {
    /// What changes of a block.
    pub(in crate::request) fn change(&mut self, change: &'a BlockChange) {
        if let Some(color) = new_color(change) {
            self.color(color);
        }
        match change {
            BlockChange::Paragraph(it) | BlockChange::Callout(it) => self.content(it),
            BlockChange::Heading1(it)
            | BlockChange::Heading2(it)
            | BlockChange::Heading3(it)
            | BlockChange::Heading4(it) => self.texts(Some(&it.rich_text), None),
            BlockChange::BulletedListItem(it)
            | BlockChange::NumberedListItem(it)
            | BlockChange::Toggle(it)
            | BlockChange::Quote(it) => self.texts(Some(&it.rich_text), None),
            BlockChange::ToDo(it) => self.texts(it.rich_text.as_deref(), None),
            BlockChange::Code(it) => {
                if let Some(language) = &it.language {
                    self.language(language);
                }
                self.texts(it.rich_text.as_deref(), it.caption.as_deref());
            }
            BlockChange::Equation { expression } => {
                self.at("expression", |checks| checks.text(expression, limits::EQUATION));
            }
            BlockChange::Image(it)
            | BlockChange::Video(it)
            | BlockChange::Audio(it)
            | BlockChange::Pdf(it) => self.changed_file(it.source.as_ref(), it.caption.as_deref()),
            BlockChange::File(it) => {
                self.changed_file(it.source.as_ref(), it.caption.as_deref());
                if let Some(name) = &it.name {
                    self.at("name", |checks| checks.file_name(name));
                }
            }
            BlockChange::Bookmark(it) | BlockChange::Embed(it) => {
                if let Some(url) = &it.url {
                    self.at("url", |checks| checks.text(url, limits::URL));
                }
                self.texts(None, it.caption.as_deref());
            }
            BlockChange::TableRow(it) => self.cells(it),
            BlockChange::Column(it) => self.column(*it),
            BlockChange::Template { rich_text } => self.texts(Some(rich_text), None),
            BlockChange::Divider {}
            | BlockChange::Breadcrumb {}
            | BlockChange::TableOfContents { .. }
            | BlockChange::LinkToPage(_)
            | BlockChange::Table(_)
            | BlockChange::Tab {}
            | BlockChange::SyncedBlock(_) => {}
        }
    }

    fn content(&mut self, change: &'a ContentChange) {
        self.texts(change.rich_text.as_deref(), None);
        if let Some(icon) = &change.icon {
            self.at("icon", |checks| checks.icon(icon));
        }
    }

    fn changed_file(&mut self, source: Option<&'a FileSource>, caption: Option<&'a [RichText]>) {
        if let Some(source) = source {
            self.new_source(source);
        }
        self.texts(None, caption);
    }

    fn texts(&mut self, rich_text: Option<&'a [RichText]>, caption: Option<&'a [RichText]>) {
        for (key, runs) in [("rich_text", rich_text), ("caption", caption)] {
            if let Some(runs) = runs {
                self.at(key, |checks| checks.rich_text(runs));
            }
        }
    }
}

/// The colour that a block is to have.
const fn new_color(change: &BlockChange) -> Option<&Color> {
    match change {
        BlockChange::Paragraph(it) | BlockChange::Callout(it) => it.color.as_ref(),
        BlockChange::Heading1(it)
        | BlockChange::Heading2(it)
        | BlockChange::Heading3(it)
        | BlockChange::Heading4(it) => it.color.as_ref(),
        BlockChange::BulletedListItem(it)
        | BlockChange::NumberedListItem(it)
        | BlockChange::Toggle(it)
        | BlockChange::Quote(it) => it.color.as_ref(),
        BlockChange::ToDo(it) => it.color.as_ref(),
        BlockChange::TableOfContents { color } => color.as_ref(),
        _ => None,
    }
}
