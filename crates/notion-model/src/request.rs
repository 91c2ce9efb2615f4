//! What Notion accepts: the bodies of requests and what they are made of.
//!
//! These types are written, by clients, and read, by a Notion that is not Notion's (the emulator).
//! Only what differs from Notion's defaults is written.

mod block;
mod block_kind;
mod block_wire;
mod bodies;
mod build;
mod file;
mod into_rich_text;
mod property;
mod rich_text;
mod schema;
mod validate;

pub use block::Block;
pub use block_kind::{
    BlockKind, Callout, Code, Column, Heading, LinkTarget, Media, SyncedBlock, Table, TableRow,
    TextBlock, ToDo, Website,
};
pub use bodies::{
    AppendChildren, CreateDataSource, CreateDatabase, CreatePage, InitialDataSource, MovePage,
    Parent, Position, Search, SearchFilter, SearchObject, SearchSort, UpdateBlock,
    UpdateDataSource, UpdateDatabase, UpdatePage,
};
pub use file::{File, FileSource, Icon};
pub use into_rich_text::IntoRichText;
pub use property::{OptionRef, PropertyValue, UserRef};
pub use rich_text::{Mention, RichText, RichTextKind, plain_text};
pub use schema::{
    NewOption, PropertyChange, PropertySchema, PropertySchemaKind, RelationSchema, RollupSchema,
};

pub use validate::{Problem, Unit, Validate, Violation};

#[cfg(test)]
mod tests;
