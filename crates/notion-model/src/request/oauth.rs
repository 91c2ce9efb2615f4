//! The calls of OAuth, as they are sent. They authenticate with client id and secret.

use serde::{Deserialize, Serialize};

use crate::Secret;

/// `POST /v1/oauth/token`: asks for an access token.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "grant_type", rename_all = "snake_case")]
pub enum CreateToken {
    /// With the code that Notion brought to the redirect URI.
    AuthorizationCode {
        /// The code. It works once.
        code: Secret,
        /// The redirect URI, if it was in the authorisation URL or several are configured.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        redirect_uri: Option<String>,
        /// The account of the other service, for connections that show one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_account: Option<ExternalAccount>,
    },
    /// With the refresh token of an earlier answer, which is spent.
    RefreshToken {
        /// The token.
        refresh_token: Secret,
    },
}

/// An account of another service.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct ExternalAccount {
    /// Its id there.
    pub key: String,
    /// Its name, as people see it.
    pub name: String,
}

/// `POST /v1/oauth/introspect`: asks what a token is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct IntrospectToken {
    /// The token.
    pub token: Secret,
}

/// `POST /v1/oauth/revoke`: ends a token.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct RevokeToken {
    /// The token.
    pub token: Secret,
}
