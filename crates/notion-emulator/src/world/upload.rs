//! File uploads: what was begun, what arrived of it, and until when it can be used.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::World;
use super::moment::Moment;

/// One upload. Its bytes are kept apart from it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Upload {
    pub(crate) id: Uuid,
    /// Its place among all uploads: lists begin with the newest.
    pub(crate) rank: u64,
    pub(crate) created: Moment,
    pub(crate) created_by: Uuid,
    pub(crate) edited: Moment,
    pub(crate) mode: Mode,
    pub(crate) state: State,
    /// When it can no longer be used; never, once it is attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) filename: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) content_type: Option<Box<str>>,
    /// The lengths of the parts that arrived, by number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) parts: BTreeMap<u32, u64>,
    /// What came of an import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) import: Option<Import>,
}

/// How the bytes come.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    SinglePart,
    /// In so many parts.
    MultiPart(u32),
    /// From an address.
    ExternalUrl(Box<str>),
}

/// How far an upload came, apart from having expired, which is a matter of the clock.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Pending,
    Uploaded,
    Failed,
}

/// How an import ended.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Import {
    pub(crate) at: Moment,
    /// Why it failed; nothing if it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<ImportError>,
}

/// Why an import failed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct ImportError {
    /// `validation_error`, `download_error`, …
    pub(crate) kind: Box<str>,
    pub(crate) code: Box<str>,
    pub(crate) message: Box<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
}

impl Upload {
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        self.state != State::Failed && self.expires.is_some_and(|end| end <= now.into())
    }

    /// The word in `status`.
    pub(crate) fn status(&self, now: Timestamp) -> &'static str {
        match self.state {
            _ if self.is_expired(now) => "expired",
            State::Pending => "pending",
            State::Uploaded => "uploaded",
            State::Failed => "failed",
        }
    }

    /// The bytes that arrived so far.
    pub(crate) fn length(&self) -> u64 {
        self.parts.values().sum()
    }
}

impl World {
    /// Keeps the bytes of one part of an upload.
    pub(crate) fn keep_bytes(&mut self, upload: Uuid, part: u32, bytes: Bytes) {
        self.new_bytes.insert((upload, part));
        self.bytes.insert((upload, part), bytes);
    }

    /// Forgets one part of an upload that is not attached, as if it had never come.
    pub(crate) fn lose_part(&mut self, upload: Uuid, part: u32) {
        self.new_bytes.remove(&(upload, part));
        self.bytes.remove(&(upload, part));
        if let Some(upload) = self.change::<Upload>(upload) {
            upload.parts.remove(&part);
            upload.state = State::Pending;
        }
    }

    /// The bytes of one part of an upload.
    pub(crate) fn bytes(&self, upload: Uuid, part: u32) -> Option<&Bytes> {
        self.bytes.get(&(upload, part))
    }

    /// All bytes of an upload, in the order of its parts.
    pub(crate) fn content(&self, upload: Uuid) -> Bytes {
        let mut parts = self.bytes.range((upload, 0)..=(upload, u32::MAX)).map(|(_, part)| part);
        match (parts.next(), parts.next()) {
            (None, _) => Bytes::new(),
            (Some(only), None) => only.clone(),
            (Some(first), Some(second)) => {
                let mut whole = first.to_vec();
                whole.extend_from_slice(second);
                parts.for_each(|part| whole.extend_from_slice(part));
                whole.into()
            }
        }
    }

    /// The rank of a new upload.
    pub(crate) fn next_upload_rank(&self) -> u64 {
        self.all::<Upload>().map(|upload| upload.rank).max().map_or(1, |last| last + 1)
    }
}
