//! OAuth: how a public connection gets the token of somebody who let it in, and gives it back.
//!
//! These calls are sent with the [`Credentials`] of the connection, not with the token of the
//! client, which needs none for them. Their refusals have words of their own
//! ([`Cause::Oauth`](crate::Cause::Oauth)): `invalid_client` with `401`, `invalid_grant` and
//! `unsupported_grant_type` with `400`. See Notion's guide,
//! <https://developers.notion.com/docs/authorization>.

use http::Method;
use notion_model::request::{CreateToken, IntrospectToken, RevokeToken as RevokeBody};
use notion_model::{AccessToken, PropertyId, Secret, TokenRevoked, TokenStatus};

use super::{Endpoint, Replay};
use crate::credentials::Credentials;

/// Where a person is sent to let a connection in. Notion sends them back to `redirect_uri` with a
/// `code`, good once, and with `state`, by which the connection knows who it was.
///
/// ```
/// use notion_client::{Credentials, oauth};
///
/// let credentials = Credentials::new("my-client-id", "fake")?;
/// assert_eq!(
///     oauth::authorization_url(&credentials, "https://example.org/back", "for-ada"),
///     "https://api.notion.com/v1/oauth/authorize?client_id=my-client-id\
///      &redirect_uri=https%3A%2F%2Fexample.org%2Fback&response_type=code&owner=user&state=for-ada",
/// );
/// # Ok::<(), notion_client::InvalidCredentials>(())
/// ```
pub fn authorization_url(credentials: &Credentials, redirect_uri: &str, state: &str) -> String {
    let [id, redirect_uri, state] =
        [credentials.client_id(), redirect_uri, state].map(PropertyId::encode);
    format!(
        "https://api.notion.com/v1/oauth/authorize?client_id={id}&redirect_uri={redirect_uri}\
         &response_type=code&owner=user&state={state}"
    )
}

/// Gets a token for a code, or the next one for a refresh token. Either is spent by it, so this is
/// never repeated unless it is certain that Notion did not see it.
pub const fn token(credentials: Credentials, grant: CreateToken) -> RequestToken {
    RequestToken { credentials, body: grant }
}

/// Asks whether a token of the connection may still be used, and what for.
pub const fn introspect(credentials: Credentials, token: Secret) -> Introspect {
    Introspect { credentials, body: IntrospectToken { token } }
}

/// Ends a token, and what was given beside it. One that is not known is as good as ended.
pub const fn revoke(credentials: Credentials, token: Secret) -> RevokeToken {
    RevokeToken { credentials, body: RevokeBody { token } }
}

/// See [`token`].
#[derive(Clone, Debug)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RequestToken {
    credentials: Credentials,
    body: CreateToken,
}

impl Endpoint for RequestToken {
    type Output = AccessToken;
    type Body = CreateToken;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        "oauth/token".to_owned()
    }

    fn body(&self) -> Option<&CreateToken> {
        Some(&self.body)
    }

    fn credentials(&self) -> Option<&Credentials> {
        Some(&self.credentials)
    }
}

/// See [`introspect`].
#[derive(Clone, Debug)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct Introspect {
    credentials: Credentials,
    body: IntrospectToken,
}

impl Endpoint for Introspect {
    type Output = TokenStatus;
    type Body = IntrospectToken;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "oauth/introspect".to_owned()
    }

    fn body(&self) -> Option<&IntrospectToken> {
        Some(&self.body)
    }

    fn credentials(&self) -> Option<&Credentials> {
        Some(&self.credentials)
    }
}

/// See [`revoke`].
#[derive(Clone, Debug)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RevokeToken {
    credentials: Credentials,
    body: RevokeBody,
}

impl Endpoint for RevokeToken {
    type Output = TokenRevoked;
    type Body = RevokeBody;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        "oauth/revoke".to_owned()
    }

    fn body(&self) -> Option<&RevokeBody> {
        Some(&self.body)
    }

    fn credentials(&self) -> Option<&Credentials> {
        Some(&self.credentials)
    }
}
