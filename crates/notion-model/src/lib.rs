#![doc = include_str!("../README.md")]

mod wire;

mod block;
mod canonical;
mod carry;
mod color;
mod data_source;
mod database;
mod date;
mod error;
mod file;
mod id;
pub mod limits;
mod list;
mod page;
mod parent;
mod patch;
mod property;
pub mod query;
pub mod request;
mod rich_text;
mod user;

pub use block::{
    Block, BlockKind, BlockObject, Callout, ChildTitle, Code, Column, Empty, Heading, LinkToPage,
    LinkToPageTarget, Media, NumberedListItem, Paragraph, Preview, SyncedBlock, SyncedFrom, Table,
    TableOfContents, TableRow, Template, TextBlock, ToDo, UnsupportedBlock, Website,
};
pub use canonical::{Canonical, DateRange, Run};
pub use carry::{Carried, Reason, Uncarried};
pub use color::Color;
pub use data_source::{DataSource, DataSourceObject};
pub use database::{DataSourceRef, Database, DatabaseObject};
pub use date::{DateOrDateTime, DateValue, ParseDateError, Timestamp};
pub use error::{ApiError, ErrorCode};
pub use file::{
    CustomEmoji, ExternalFile, File, FileKind, HostedFile, Icon, IconKind, NativeIcon, UploadedFile,
};
pub use id::{
    BlockId, CommentId, DataSourceId, DatabaseId, FileUploadId, PageId, ParseIdError, PropertyId,
    UserId, ViewId,
};
pub use list::{Completeness, Guarded, List, Odd, RequestStatus};
pub use page::{Page, PageObject};
pub use parent::Parent;
pub use patch::Patch;
pub use property::{
    DualProperty, Formula, FormulaValue, FormulaValueKind, Number, OptionSchema, Options, PageRef,
    Place, Properties, PropertySchema, PropertySchemaKind, PropertyValue, PropertyValueKind,
    Relation, RelationKind, Rollup, RollupValue, RollupValueKind, SelectOption, Status,
    StatusGroup, UniqueId, UniqueIdValue, Verification,
};
pub use rich_text::{
    Annotations, Equation, Link, LinkMention, Mention, MentionKind, MentionedDatabase,
    MentionedPage, RichText, RichTextKind, Text, plain_text,
};
pub use user::{Person, User, UserObject, UserType};
pub use wire::{Unknown, Wire};
