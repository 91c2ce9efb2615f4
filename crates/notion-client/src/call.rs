//! A call made ready for sending: an endpoint without its types.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Uri, header};
use notion_model::PropertyId;

use crate::credentials::Credentials;
use crate::endpoint::{Endpoint, Replay};
use crate::error::{Error, ErrorKind, RequestError};

/// What is sent, again and again if need be. Not to be printed: a body may hold a secret.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Below `/v1/`.
    pub(crate) path: String,
    /// With its `?`, encoded; or empty.
    query: String,
    body: Option<Bytes>,
    content_type: HeaderValue,
    /// Who asks, in place of the client's token.
    authorization: Option<HeaderValue>,
    pub(crate) replay: Replay,
    /// Whether the caller can ask for less: then a slow answer is reported and not repeated.
    pub(crate) divisible: bool,
}

impl Call {
    pub(crate) fn of<E: Endpoint>(endpoint: &E) -> Result<Self, Error> {
        let path = endpoint.path();
        endpoint.check().map_err(|violations| {
            let kind = ErrorKind::Request(RequestError::Invalid(violations));
            Error::new(&E::METHOD, &path, 0, kind)
        })?;
        Self::build(endpoint, path.clone())
            .map_err(|error| Error::new(&E::METHOD, &path, 0, ErrorKind::Request(error)))
    }

    fn build<E: Endpoint>(endpoint: &E, path: String) -> Result<Self, RequestError> {
        let body = endpoint.body().map(serde_json::to_vec).transpose();
        let body = body.map_err(|error| RequestError::Body(error.to_string()))?;
        let query = endpoint.query();
        let query = query.iter().map(|(name, value)| (*name, value.as_str()));
        let mut call = Self::new(E::METHOD, path, query, body, endpoint.replay())?;
        call.authorization = endpoint.credentials().map(Credentials::header);
        if let Some(form) = endpoint.form()? {
            let (content_type, body) = form.encode()?;
            (call.content_type, call.body) = (content_type, Some(body));
        }
        Ok(call)
    }

    pub(crate) fn new<'a>(
        method: Method,
        path: String,
        query: impl IntoIterator<Item = (&'a str, &'a str)>,
        body: Option<Vec<u8>>,
        replay: Replay,
    ) -> Result<Self, RequestError> {
        check_path(&path)?;
        let mut encoded = String::new();
        for (name, value) in query {
            encoded.push(if encoded.is_empty() { '?' } else { '&' });
            encoded.push_str(PropertyId::encode(name).as_str());
            encoded.push('=');
            encoded.push_str(PropertyId::encode(value).as_str());
        }
        let body = body.map(Bytes::from);
        Ok(Self {
            method,
            path,
            query: encoded,
            body,
            content_type: HeaderValue::from_static("application/json"),
            authorization: None,
            replay,
            divisible: false,
        })
    }

    /// The same path read with `GET`.
    pub(crate) fn get(path: String) -> Result<Self, RequestError> {
        Self::new(Method::GET, path, [], None, Replay::Read)
    }

    /// What a limit of one endpoint applies to: the method and the path without its ids.
    pub(crate) fn route(&self) -> String {
        let mut route = self.method.to_string();
        for (index, part) in self.path.split('/').enumerate() {
            route.push(if index == 0 { ' ' } else { '/' });
            // Names of calls are short lower-case words; everything else names an object.
            let name =
                part.len() < 30 && part.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
            route.push_str(if name { part } else { "*" });
        }
        route
    }

    pub(crate) fn request(
        &self,
        base: &Base,
        headers: &HeaderMap,
    ) -> Result<Request<Bytes>, RequestError> {
        let uri = format!("{}/v1/{}{}", base.text, self.path, self.query);
        let mut request = Request::new(self.body.clone().unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = Uri::try_from(uri).map_err(|_| RequestError::Path)?;
        request.headers_mut().clone_from(headers);
        if self.body.is_some() {
            request.headers_mut().insert(header::CONTENT_TYPE, self.content_type.clone());
        }
        if let Some(authorization) = &self.authorization {
            request.headers_mut().insert(header::AUTHORIZATION, authorization.clone());
        }
        Ok(request)
    }
}

/// Ids in paths are typed; what is left are property ids and raw calls. No part of a path may lead
/// out of the API, in any spelling, or begin a query.
fn check_path(path: &str) -> Result<(), RequestError> {
    let leaves = path.split('/').any(|part| {
        let plain = part.replace("%2e", ".").replace("%2E", ".");
        part.is_empty() || plain == "." || plain == ".."
    });
    let strange = path.bytes().any(|it| !it.is_ascii_graphic() || b"?#\\\"<>{}|^`".contains(&it));
    if leaves || strange { Err(RequestError::Path) } else { Ok(()) }
}

/// Where the API is.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    text: String,
}

impl Default for Base {
    fn default() -> Self {
        Self { text: "https://api.notion.com".to_owned() }
    }
}

/// A text that is no address of an API.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{text}` is not a base URL; write it like `https://api.notion.com`, without a query")]
pub struct InvalidBaseUrl {
    text: String,
}

impl Base {
    /// Takes a URL with or without the final `/` and `/v1`.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidBaseUrl> {
        let trimmed = text.trim().trim_end_matches('/');
        let trimmed = trimmed.strip_suffix("/v1").unwrap_or(trimmed).trim_end_matches('/');
        let uri: Option<Uri> = trimmed.parse().ok();
        let fits = uri.is_some_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some_and(|host| !host.is_empty())
                && uri.query().is_none()
                // It would be cut off, and all that is sent with it.
                && !trimmed.contains('#')
                // A password in the address would be printed with it.
                && !uri.authority().is_some_and(|it| it.as_str().contains('@'))
        });
        if fits {
            Ok(Self { text: trimmed.to_owned() })
        } else {
            let text = if text.contains('@') { "…@…" } else { text };
            Err(InvalidBaseUrl { text: text.to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(path: &str) -> Result<Call, RequestError> {
        Call::new(Method::GET, path.to_owned(), [], None, Replay::Read)
    }

    #[test]
    fn paths_stay_below_the_api() {
        for path in ["users/me", "pages/abc/properties/%3FB%3AW", "a/..b"] {
            assert!(call(path).is_ok(), "{path}");
        }
        for path in [
            "",
            "/users",
            "a//b",
            "a/../b",
            "a/%2e%2E/b",
            "a/.%2e",
            "a?b=c",
            "a#b",
            "a b",
            "ä",
            "a\\b",
        ] {
            assert!(call(path).is_err(), "{path}");
        }
    }

    #[test]
    fn routes_hold_no_ids() {
        let id = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
        for (path, route) in [
            ("users/me", "GET users/me"),
            (&format!("pages/{id}/properties/%3FB%3AW"), "GET pages/*/properties/*"),
            (&format!("data_sources/{id}/query"), "GET data_sources/*/query"),
        ] {
            assert_eq!(call(path).unwrap().route(), route);
        }
    }

    #[test]
    fn values_of_parameters_are_encoded() {
        let query = [("start_cursor", "s:a b&c"), ("filter_properties", "Ur]X")];
        let call = Call::new(Method::GET, "users".to_owned(), query, None, Replay::Read).unwrap();
        let request = call.request(&Base::default(), &HeaderMap::new()).unwrap();
        assert_eq!(
            request.uri(),
            "https://api.notion.com/v1/users?start_cursor=s%3Aa%20b%26c&filter_properties=Ur%5DX"
        );
    }

    #[test]
    fn base_urls() {
        for text in ["http://127.0.0.1:8787", "http://127.0.0.1:8787/", "http://127.0.0.1:8787/v1/"]
        {
            assert_eq!(Base::parse(text).unwrap().text, "http://127.0.0.1:8787");
        }
        assert_eq!(
            Base::parse("https://proxy.example/notion/v1").unwrap().text,
            "https://proxy.example/notion"
        );
        for text in
            ["", "notion", "ftp://x", "https://", "https://x?y", "https://x#y", "https://me:pass@x"]
        {
            let error = Base::parse(text).unwrap_err().to_string();
            assert!(!error.contains("pass@"), "{error}");
        }
    }
}
