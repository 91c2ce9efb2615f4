//! Files in Notion: their addresses change with every read, the files do not.

use std::collections::HashSet;

use notion_model::request::{BlockKind, FileSource, Media};

/// What a block shows, if it is a picture, video, recording, PDF or file.
pub(super) const fn media(kind: &BlockKind) -> Option<&Media> {
    match kind {
        BlockKind::Image(it)
        | BlockKind::Video(it)
        | BlockKind::Audio(it)
        | BlockKind::Pdf(it)
        | BlockKind::File(it) => Some(it),
        _ => None,
    }
}

const fn media_mut(kind: &mut BlockKind) -> Option<&mut Media> {
    match kind {
        BlockKind::Image(it)
        | BlockKind::Video(it)
        | BlockKind::Audio(it)
        | BlockKind::Pdf(it)
        | BlockKind::File(it) => Some(it),
        _ => None,
    }
}

/// An address without its signature.
fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

/// The file in Notion that a block shows.
pub(super) fn file_of(kind: &BlockKind) -> Option<&str> {
    match &media(kind)?.source {
        FileSource::Hosted(file) => Some(bare(&file.url)),
        FileSource::External(_) | FileSource::Upload(_) => None,
    }
}

/// The address that a block shows, without a signature, wherever it is.
pub(super) fn shown_by(kind: &BlockKind) -> Option<&str> {
    match &media(kind)?.source {
        FileSource::Hosted(file) => Some(bare(&file.url)),
        FileSource::External(url) => Some(bare(url)),
        FileSource::Upload(_) => None,
    }
}

/// Names a file in Notion by its address without the signature. `known` are the files of the page:
/// what is read from Markdown looks as if it were somewhere on the web.
pub(super) fn unsign(kind: &mut BlockKind, known: &HashSet<String>) {
    let Some(media) = media_mut(kind) else { return };
    match &mut media.source {
        FileSource::Hosted(file) => {
            file.url = bare(&file.url).to_owned();
            file.expiry_time = None;
        }
        FileSource::External(url) if known.contains(bare(url)) => {
            let file = notion_model::HostedFile {
                url: bare(url).to_owned(),
                expiry_time: None,
                wire: notion_model::Wire::default(),
            };
            media.source = FileSource::Hosted(file);
        }
        FileSource::External(_) | FileSource::Upload(_) => {}
    }
}
