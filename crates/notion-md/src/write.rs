//! Blocks to Markdown.

use notion_model::request::Block;

use crate::{Place, Remark, RemarkKind, WriteOptions, fence_info::TakenInfos};

mod atom;
mod blocks;
mod code;
mod escape;
mod inline;
mod lines;
mod link;
mod media;
mod notion;
mod notion_table;
mod table;
mod v1;
mod verify;

use lines::Lines;

/// Markdown made from blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text. It ends with a line end unless it is empty.
    pub text: String,
    /// What Markdown could not hold, in the order of the blocks.
    pub remarks: Vec<Remark>,
}

/// Writes blocks as Markdown that GitHub shows and [`read`](crate::read) understands. This never
/// fails: what Markdown has no form for becomes text, a link or nothing, with a remark.
///
/// ```
/// use notion_md::{ReadOptions, WriteOptions, read, write};
///
/// let document = read("* a\n* *b*\n\nTitle\n===\n", &ReadOptions::default());
/// let written = write(&document.blocks, &WriteOptions::default());
/// assert_eq!(written.text, "- a\n- *b*\n\n# Title\n");
/// ```
pub fn write(blocks: &[Block], options: &WriteOptions) -> Written {
    let mut writer = Writer {
        options,
        lines: Lines::default(),
        path: Vec::new(),
        remarks: Vec::new(),
        fence_infos: options.fence_infos.taken(),
    };
    writer.blocks(blocks);
    Written { text: writer.lines.finish(), remarks: writer.remarks }
}

/// What is known while blocks are written.
struct Writer<'o> {
    options: &'o WriteOptions,
    lines: Lines,
    /// Where the block is that is being written.
    path: Vec<usize>,
    remarks: Vec<Remark>,
    fence_infos: TakenInfos<'o>,
}

impl Writer<'_> {
    fn remark(&mut self, kind: RemarkKind, message: impl Into<String>) {
        let place = Place::Block(self.path.clone());
        self.remarks.push(Remark { kind, place, message: message.into() });
    }

    /// Says what only the crate's own tags and attributes could carry.
    fn not_for_endpoint(&mut self, what: &str) {
        let message = format!("Notion's Markdown has no form for {what}; it was not kept");
        self.remark(RemarkKind::NotForEndpoint, message);
    }
}

#[cfg(test)]
mod tests;
