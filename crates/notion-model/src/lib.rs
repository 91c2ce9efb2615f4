#![doc = include_str!("../README.md")]

mod wire;

// A module is public where it holds the parts of something: its parts are listed there, and at the
// root only what one starts with. Every name is also at the root.
mod async_task;
pub mod block;
pub mod body;
mod canonical;
mod carry;
mod color;
mod comment;
mod data_source;
mod database;
mod date;
mod error;
pub mod file;
mod file_upload;
mod found;
mod id;
pub mod limits;
mod list;
pub mod media_type;
mod number;
mod oauth;
mod page;
mod page_markdown;
mod parent;
mod patch;
pub mod property;
mod property_item;
pub mod query;
pub mod request;
mod rich_text;
mod short;
mod step;
mod template;
mod user;
mod view;
mod webhook;

pub use async_task::{AsyncTask, AsyncTaskStatus};
#[doc(inline)]
pub use block::{Block, BlockKind};
#[doc(hidden)]
pub use block::{
    BlockObject, Callout, ChildTitle, Code, Column, Empty, Heading, LinkToPage, LinkToPageTarget,
    Media, NumberedListItem, Paragraph, Preview, SyncedBlock, SyncedFrom, SyncedFromKind, Table,
    TableOfContents, TableRow, Template, TextBlock, ToDo, UnsupportedBlock, Website,
};
pub(crate) use canonical::is_zone;
pub use canonical::{Canonical, DateRange, Run};
pub use carry::{Carried, Reason, Uncarried};
pub use color::Color;
pub use comment::{Attachment, Comment, CommentObject, DisplayName};
pub use data_source::{DataSource, DataSourceObject};
pub use database::{DataSourceRef, Database, DatabaseObject};
pub use date::{DateOrDateTime, DateValue, ParseDateError, Timestamp};
pub use error::{ApiError, ErrorCode, ErrorObject};
#[doc(hidden)]
pub use file::{CustomEmoji, ExternalFile, HostedFile, NativeIcon, UploadedFile};
#[doc(inline)]
pub use file::{File, FileKind, Icon, IconKind};
pub use file_upload::{
    FileUpload, FileUploadObject, FileUploadStatus, ImportError, ImportOutcome, ImportResult, Parts,
};
pub use found::Found;
pub use id::{
    BlockId, CommentId, DataSourceId, DatabaseId, FileUploadId, PageId, ParseIdError, PropertyId,
    UserId, ViewId,
};
pub use list::{Completeness, Guarded, List, Odd, RequestStatus};
pub use number::{NotFinite, decimal};
pub use oauth::{
    AccessToken, OauthError, Secret, TokenOwner, TokenOwnerKind, TokenRevoked, TokenStatus,
    TokenType,
};
pub use page::{Page, PageObject, Shown, ValueError};
pub use page_markdown::{MarkdownVersion, PageMarkdown};
pub use parent::Parent;
pub use patch::Patch;
#[doc(hidden)]
pub use property::{
    DualProperty, Formula, FormulaValue, FormulaValueKind, NumberSchema, OptionSchema, Options,
    PageRef, Place, Relation, RelationKind, Rollup, RollupValue, RollupValueKind, SelectOption,
    Status, StatusGroup, UniqueId, UniqueIdValue, Verification,
};
#[doc(inline)]
pub use property::{
    Properties, PropertySchema, PropertySchemaKind, PropertyValue, PropertyValueKind,
};
pub use property_item::{PropertyItem, PropertyItemKind, PropertyItems};
pub use rich_text::{
    Annotations, Equation, Link, LinkMention, Mention, MentionKind, MentionedDatabase,
    MentionedPage, RichText, RichTextKind, Text, plain_text,
};
pub use template::{DataSourceTemplate, Templates};
pub use user::{Person, User, UserObject, UserType};
pub use view::{
    Aggregation, BoardView, CalendarRange, CalendarView, CardLayout, Chart, ChartType, Cover,
    CoverAspect, CoverSize, CoverSource, Dashboard, DashboardRow, FormView, FormulaGroup,
    GalleryView, GroupBy, GroupOrder, GroupSort, GroupUnit, GroupWord, ListView, MapView,
    PagePointer, ReferenceLine, SubmissionPermissions, SubtaskDisplay, SubtaskScope, Subtasks,
    TableView, TimelineArrows, TimelinePreference, TimelineView, View, ViewConfiguration,
    ViewHeight, ViewObject, ViewProperty, ViewQuery, ViewType, Widget, ZoomLevel,
};
pub use webhook::{
    EntityRef, EventData, EventParent, SchemaAction, SchemaChange, UpdatedProperty, WebhookEvent,
    WebhookEventType, WebhookVerification,
};
pub use wire::{Unknown, Wire, Word};
