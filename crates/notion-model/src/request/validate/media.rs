//! Checks of files, covers and icons.

use super::{Checks, Problem, Unit};
use crate::{
    limits,
    request::{File, FileSource, Icon},
};

impl<'a> Checks<'a> {
    /// Where a file is that is attached.
    pub(in crate::request) fn source(&mut self, source: &'a FileSource) {
        if let FileSource::External(url) = source {
            self.at("external.url", |checks| checks.filled_text(url, limits::URL));
        }
    }

    /// Where a file is that is attached to what cannot have had it before: a block, a cover.
    pub(in crate::request) fn new_source(&mut self, source: &'a FileSource) {
        self.source(source);
        if let FileSource::Hosted(_) = source {
            self.at("file", |checks| checks.add(Problem::HostedFile));
        }
    }

    pub(in crate::request) fn file_name(&mut self, name: &str) {
        self.at_most(name.len(), limits::FILE_NAME_BYTES, Unit::Bytes);
    }

    /// A file of a property. Only uploads bring a name of their own.
    pub(in crate::request) fn file(&mut self, file: &'a File) {
        match &file.name {
            Some(name) => self.at("name", |checks| checks.file_name(name)),
            None if matches!(file.source, FileSource::Upload(_)) => {}
            None => self.at("name", |checks| checks.add(Problem::Missing)),
        }
        self.source(&file.source);
    }

    pub(in crate::request) fn icon(&mut self, icon: &'a Icon) {
        match icon {
            Icon::External(url) => {
                self.at("external.url", |checks| checks.filled_text(url, limits::URL));
            }
            Icon::Native(icon) => {
                if let Some(color) = &icon.color {
                    self.at("icon.color", |checks| checks.word(color, limits::ICON_COLORS));
                }
            }
            // Notion answers with the list of all emojis. That list grows, but no emoji is made of
            // ASCII alone: what is refused here is `""`, `rocket` and `:rocket:`.
            Icon::Emoji(emoji) if emoji.is_ascii() => {
                self.at("emoji", |checks| checks.add(Problem::Emoji));
            }
            Icon::Emoji(_) | Icon::CustomEmoji(_) | Icon::Upload(_) => {}
        }
    }

    /// The icon and the cover of a page, a database or a data source.
    pub(in crate::request) fn looks(&mut self, icon: Option<&'a Icon>, cover: Option<&'a File>) {
        if let Some(icon) = icon {
            self.at("icon", |checks| checks.icon(icon));
        }
        if let Some(cover) = cover {
            self.at("cover", |checks| checks.new_source(&cover.source));
        }
    }
}
