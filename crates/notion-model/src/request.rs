//! What Notion accepts: the bodies of requests and what they are made of.
//!
//! Start with what you want to do:
//!
//! | To … | build a | of |
//! |---|---|---|
//! | create a page or a row | [`CreatePage`] | [`PropertyValue`]s and [`Block`]s |
//! | change its properties | [`UpdatePage`] | [`PropertyValue`]s |
//! | move it | [`MovePage`] | a [`Parent`] |
//! | add to its content | [`AppendChildren`] | [`Block`]s |
//! | change a block | [`UpdateBlock`] | a [`BlockChange`] |
//! | create a database | [`CreateDatabase`] | [`PropertySchema`]s |
//! | change its columns | [`UpdateDataSource`] | [`PropertyChange`]s |
//! | write a page as Markdown | [`UpdatePageMarkdown`] | [`MarkdownCommand`]s |
//! | comment | [`CreateComment`] | [`CommentContent`] |
//! | upload a file | [`CreateFileUpload`] | an [`UploadMode`] |
//! | find a page by its title | [`Search`] | |
//!
//! Queries have a module of their own, [`query`](crate::query). What is not said in words is a
//! field: every body is a struct of public fields, and the `with_…` methods only set them.
//!
//! [`Validate`] checks a body against the sizes that Notion enforces, before it is sent. Only what
//! differs from Notion's defaults is written.

mod append;
mod block;
mod block_change;
mod block_kind;
mod block_tree;
mod block_wire;
mod build;
mod comment;
mod database;
mod file;
mod file_upload;
mod into_rich_text;
mod oauth;
mod page;
mod page_markdown;
mod parent;
mod property;
mod rich_text;
mod schema;
mod search;
mod validate;
mod view;

pub use append::{AppendChildren, Position};
pub use block::Block;
pub use block_change::{
    BlockChange, CodeChange, ContentChange, FileChange, HeadingChange, MediaChange, TableChange,
    TextChange, ToDoChange, UpdateBlock, WebsiteChange,
};
pub use block_kind::{
    BlockKind, Callout, Code, Column, Heading, LinkTarget, Media, SyncedBlock, Table, TableRow,
    TextBlock, ToDo, Website,
};
pub use comment::{CommentContent, CommentName, CommentTarget, CreateComment, UpdateComment};
pub use database::{
    CreateDataSource, CreateDatabase, InitialDataSource, UpdateDataSource, UpdateDatabase,
};
pub use file::{File, FileSource, Icon};
pub use file_upload::{CreateFileUpload, PartNumber, UploadMode};
pub use into_rich_text::IntoRichText;
pub use oauth::{CreateToken, ExternalAccount, IntrospectToken, RevokeToken};
pub use page::{
    ApplyTemplate, CreatePage, MovePage, PageContent, PagePosition, PageTemplate, UpdatePage,
};
pub use page_markdown::{
    ContentUpdate, Markdown, MarkdownCommand, MarkdownPlace, ReadPageMarkdown, UpdatePageMarkdown,
};
pub use parent::Parent;
pub use property::{OptionRef, PropertyValue, UserRef};
pub use rich_text::{Mention, RichText, RichTextKind, plain_text};
pub use schema::{
    NewOption, PropertyChange, PropertySchema, PropertySchemaKind, PropertyUpdate, RelationSchema,
    RollupSchema,
};
pub use search::{Search, SearchFilter, SearchObject, SearchSort};
pub use validate::{Problem, Unit, Validate, Violation, Violations};
pub(crate) use validate::{refused_in_block, refused_in_value};
pub use view::{
    CreateView, CreateViewQuery, PropertySort, UpdateView, ViewLook, ViewPlace, ViewPosition,
    WidgetPlacement,
};

#[cfg(test)]
mod tests;
