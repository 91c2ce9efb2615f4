//! OAuth: the connections that may ask for tokens, and what was given to them.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::World;
use super::moment::Moment;

/// A connection that people can authorise. Its secret is kept as a digest only.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Connection {
    pub(crate) id: Uuid,
    pub(crate) client_id: Box<str>,
    pub(crate) secret: Uuid,
}

/// A code or a token, found by the digest that is its id: the thing itself is kept nowhere.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Grant {
    pub(crate) id: Uuid,
    pub(crate) connection: Uuid,
    pub(crate) kind: GrantKind,
    pub(crate) at: Moment,
    /// What an access token and its refresh token have in common: they end together.
    pub(crate) pair: Uuid,
    /// Whether it was used up or revoked.
    #[serde(default)]
    pub(crate) ended: bool,
}

impl Grant {
    /// Whether it goes with requests, still.
    pub(crate) fn is_good(&self) -> bool {
        self.kind == GrantKind::Access && !self.ended
    }
}

/// What a grant is good for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GrantKind {
    /// Gets tokens, once.
    Code,
    /// Goes with requests.
    Access,
    /// Gets new tokens, once.
    Refresh,
}

/// What a code, a token or a secret is kept and found as.
pub(crate) fn digest(secret: &str) -> Uuid {
    let bytes = Sha256::digest(secret.as_bytes());
    let mut half = [0; 16];
    half.copy_from_slice(&bytes[..16]);
    Uuid::from_bytes(half)
}

impl World {
    /// What was said about a token, if it is one of ours.
    pub(crate) fn grant_of(&self, token: &str) -> Option<&Grant> {
        self.all::<Grant>().next()?;
        self.find::<Grant>(digest(token))
    }
}
