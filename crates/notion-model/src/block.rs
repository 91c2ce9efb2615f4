//! Blocks, as they are read.

use serde_json::{Map, Value};

use crate::{
    BlockId, Parent, Timestamp, User,
    wire::{open_enum, wire_object, wire_union},
};

mod content;
mod layout;
mod media;
mod text;
mod words;

pub use content::{
    Code, LinkToPage, LinkToPageTarget, Preview, SyncedBlock, SyncedFrom, SyncedFromKind,
    UnsupportedBlock, Website,
};
pub use layout::{ChildTitle, Column, Empty, Table, TableOfContents, TableRow};
pub use media::Media;
pub use text::{Callout, Heading, NumberedListItem, Paragraph, Template, TextBlock, ToDo};

wire_object! {
    /// A block of a page. Its children are not part of it: list them, if `has_children` says so.
    pub struct Block {
        /// Always `block`.
        defaulted object: BlockObject,
        /// Its id.
        required id: BlockId,
        /// The page or block it is in.
        nullable parent: Option<Parent>,
        /// When it was made, floored to the minute.
        nullable created_time: Option<Timestamp>,
        /// When it was last changed, floored to the minute.
        nullable last_edited_time: Option<Timestamp>,
        /// Who made it: only an id.
        nullable created_by: Option<User>,
        /// Who changed it last: only an id.
        nullable last_edited_by: Option<User>,
        /// Whether there are children to be listed.
        defaulted has_children: bool,
        /// Whether it is in the trash.
        defaulted in_trash: bool,
    }
    /// What it is and holds.
    tagged kind: BlockKind {
        /// The same as `in_trash`, up to version 2025-09-03.
        optional archived: Option<bool>,
        /// Notion's id of the answer, if the block is one.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of a block.
    #[derive(Default)]
    pub enum BlockObject {
        /// A block.
        #[default]
        Block = "block",
    }
}

wire_union! {
    /// What a block is and holds.
    pub enum BlockKind {
        /// Text.
        Paragraph(Paragraph) = "paragraph",
        /// A heading of the first level.
        Heading1(Heading) = "heading_1",
        /// A heading of the second level.
        Heading2(Heading) = "heading_2",
        /// A heading of the third level.
        Heading3(Heading) = "heading_3",
        /// A heading of the fourth level.
        Heading4(Heading) = "heading_4",
        /// An item of a list with bullets.
        BulletedListItem(TextBlock) = "bulleted_list_item",
        /// An item of a list with numbers.
        NumberedListItem(NumberedListItem) = "numbered_list_item",
        /// An item to be checked off.
        ToDo(ToDo) = "to_do",
        /// Text that unfolds.
        Toggle(TextBlock) = "toggle",
        /// A quotation.
        Quote(TextBlock) = "quote",
        /// Text beside an icon.
        Callout(Callout) = "callout",
        /// Program text.
        Code(Code) = "code",
        /// An equation.
        Equation(crate::Equation) = "equation",
        /// A line.
        Divider(Empty) = "divider",
        /// The path to the page.
        Breadcrumb(Empty) = "breadcrumb",
        /// The headings of the page.
        TableOfContents(TableOfContents) = "table_of_contents",
        /// A picture.
        Image(Media) = "image",
        /// A video.
        Video(Media) = "video",
        /// A recording.
        Audio(Media) = "audio",
        /// A PDF.
        Pdf(Media) = "pdf",
        /// A file.
        File(Media) = "file",
        /// A page on the web, as a card.
        Bookmark(Website) = "bookmark",
        /// A page on the web, shown in place.
        Embed(Website) = "embed",
        /// A preview that Notion made of a link. Cannot be created.
        LinkPreview(Preview) = "link_preview",
        /// A link to a page or database.
        LinkToPage(LinkToPage) = "link_to_page",
        /// A simple table; its rows are its children.
        Table(Table) = "table",
        /// A row of a table.
        TableRow(TableRow) = "table_row",
        /// Columns side by side.
        ColumnList(Empty) = "column_list",
        /// A column.
        Column(Column) = "column",
        /// Tabs; their labels are paragraphs below it.
        Tab(Empty) = "tab",
        /// A block that is shown in several places, or one of those places.
        SyncedBlock(SyncedBlock) = "synced_block",
        /// A button that inserts its children. No longer created.
        Template(Template) = "template",
        /// A page below this one. Made by creating the page.
        ChildPage(ChildTitle) = "child_page",
        /// A database in this page. Made by creating the database.
        ChildDatabase(ChildTitle) = "child_database",
        /// Notes of a meeting; called `transcription` up to version 2025-09-03.
        MeetingNotes(Map<String, Value>) = "meeting_notes",
        /// Notes of a meeting, up to version 2025-09-03.
        Transcription(Map<String, Value>) = "transcription",
        /// A block that the API does not show.
        Unsupported(UnsupportedBlock) = "unsupported",
    }
    /// Only its id is known, because the connection may not read what it is.
    else Hidden
}
