//! What a request may say, and what the service makes of it: reading bodies into typed values.
//!
//! Each module reads one kind of thing from a [`crate::check::At`], without looking at the world:
//! what depends on the world (does the page exist, is the option known) comes after all of it.

pub(crate) mod block;
pub(crate) mod comment;
pub(crate) mod date;
pub(crate) mod filter;
pub(crate) mod icon;
pub(crate) mod markdown;
pub(crate) mod media_type;
pub(crate) mod page_markdown;
pub(crate) mod parent;
pub(crate) mod property;
pub(crate) mod schema;
pub(crate) mod template;
pub(crate) mod text;
pub(crate) mod upload;
pub(crate) mod view;
