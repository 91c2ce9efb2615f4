//! What the calls of OAuth answer, and texts that are never shown.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    PageId, User, UserId,
    wire::{open_enum, wire_object, wire_union},
};

/// A text that nobody may see: a token or a code. It can be sent, but not printed.
///
/// ```
/// use notion_model::Secret;
///
/// let token = Secret::from("ntn_1234");
/// assert_eq!(format!("{token:?}"), "Secret(…)");
/// assert_eq!(token.expose(), "ntn_1234");
/// ```
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Secret(Box<str>);

impl Secret {
    /// The text itself, to be sent and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

wire_object! {
    /// An access token and whom it was given by.
    pub struct AccessToken {
        /// The token that goes with every call.
        required access_token: Secret,
        /// How it goes with them: `bearer`.
        defaulted token_type: TokenType,
        /// The token that gets the next access token, if this one ends.
        nullable refresh_token: Option<Secret>,
        /// The bot that acts with the token.
        required bot_id: UserId,
        /// The icon of the workspace: an emoji or a URL.
        nullable workspace_icon: Option<String>,
        /// The name of the workspace.
        nullable workspace_name: Option<String>,
        /// The workspace.
        required workspace_id: Box<str>,
        /// Whom the bot belongs to.
        required owner: TokenOwner,
        /// The page that was made from the connection's template, if one was.
        nullable duplicated_template_id: Option<PageId>,
        /// Notion's id of the answer.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// How a token goes with a call.
    #[derive(Default)]
    pub enum TokenType {
        /// In the header `Authorization: Bearer …`.
        #[default]
        Bearer = "bearer",
    }
}

wire_object! {
    /// Whom a bot belongs to.
    pub struct TokenOwner {}
    /// The owner.
    tagged kind: TokenOwnerKind {}
}

wire_union! {
    /// The owner of a bot.
    pub enum TokenOwnerKind {
        /// A person.
        User(User) = "user",
        /// The workspace.
        Workspace(bool) = "workspace",
    }
}

wire_object! {
    /// What a token is.
    pub struct TokenStatus {
        /// Whether it may be used.
        required active: bool,
        /// What it may do, words with spaces between them. Only of an active token.
        optional scope: Option<String>,
        /// When it was given, in milliseconds since 1970. Only of an active token.
        optional iat: Option<serde_json::Number>,
        /// Notion's id of the answer.
        optional request_id: Option<Box<str>>,
    }
}

wire_object! {
    /// A token was ended.
    pub struct TokenRevoked {
        /// Notion's id of the answer.
        optional request_id: Option<Box<str>>,
    }
}

wire_object! {
    /// Why a call of OAuth was refused. Not the form of Notion's other errors.
    pub struct OauthError {
        /// The reason: `invalid_client`, `invalid_grant`, `unsupported_grant_type`, …
        required error: Box<str>,
        /// The reason in words.
        optional error_description: Option<String>,
        /// Notion's id of the answer.
        optional request_id: Option<Box<str>>,
    }
}
