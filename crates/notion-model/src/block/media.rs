//! Blocks that show a file.

use crate::{FileKind, RichText, wire::wire_object};

wire_object! {
    /// A picture, video, recording, PDF or file.
    pub struct Media {
        /// What stands below it.
        defaulted caption: Vec<RichText>,
    }
    /// Where the file is.
    tagged kind: FileKind {
        /// What the file is called. Only files have a name.
        optional name: Option<String>,
    }
}
