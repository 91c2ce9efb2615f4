#![doc = include_str!("../README.md")]

mod client;
mod config;
mod credentials;
mod token;

mod endpoint;
mod form;
mod raw;
mod task;

mod paging;
mod scan;

mod hydrate;
mod tree;

mod download;
mod upload;

mod webhook;

mod send;

mod answer;
mod call;
mod failure;
mod retry;

mod backoff;
mod budget;
mod circuit;
mod concurrency;
mod controller;
mod lane;
mod pacer;
mod quota;
mod shared;

mod error;
mod event;
pub mod transport;

#[cfg(test)]
mod mock;

pub use budget::{Budget, ParseBudgetError};
pub use call::InvalidBaseUrl;
pub use client::Client;
pub use config::{ClientBuilder, NOTION_VERSION};
pub use credentials::{Credentials, InvalidCredentials};
pub use download::{Download, DownloadError, Downloaded, FilePlace};
pub use endpoint::{
    Endpoint, ListEndpoint, Replay, async_tasks, blocks, comments, custom_emojis, data_sources,
    databases, file_uploads, oauth, page_markdown, pages, search, templates, users, views,
};
pub use error::{Cause, Committed, Error, ErrorKind, RequestError, StrangeAnswer};
pub use event::{Event, Observer, Stats, Wait};
pub use failure::{Applied, Failure, Scope};
pub use form::{FileContent, FileError, Form};
pub use paging::{Listing, Next, Pages, PagingError, Stand};
pub use raw::{Raw, RawAnswer};
pub use retry::{Verdict, judge};
pub use shared::{SharedBudget, SharedBudgetError};
pub use task::OrTask;
pub use token::{InvalidToken, Token, TokenSourceError};
pub use transport::Transport;
pub use tree::{BlockTree, Node};
pub use upload::{Import, Upload, UploadError, UploadProgress, UploadSource};
pub use webhook::{SIGNATURE_HEADER, Webhook, WebhookError};
